import { defineTallyScanner } from './define/define-tally-scanner.ts'
import { ownScript } from './define/own-script.ts'
import { takeQueue } from './elements/page-global.ts'
import { fetchLanguageBeside } from './i18n/fetch-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'

const { address, prefix } = ownScript()
useLanguageSource(fetchLanguageBeside(address))
defineTallyScanner(prefix)
takeQueue()
