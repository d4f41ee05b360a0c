// The wallet's second part as a script: it hands itself over to the first, which may come before or after it.
import { takeQueue } from './elements/page-global.ts'
import { renderMore } from './more/render-more.tsx'

takeQueue().more = renderMore
