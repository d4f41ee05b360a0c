// The wallet's second part as a script: it hands itself over to the first, which may come before or after it.
import { ownScript } from './define/own-script.ts'
import { takeQueue } from './elements/page-global.ts'
import { fetchLanguageBeside } from './i18n/fetch-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'
import { renderMore } from './more/render-more.tsx'

useLanguageSource(fetchLanguageBeside(ownScript().address))
takeQueue().more = renderMore
