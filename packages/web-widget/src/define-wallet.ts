import { defineTallyWallet } from './define/define-tally-wallet.ts'
import { ownScript } from './define/own-script.ts'
import { takeQueue } from './elements/page-global.ts'
import { fetchLanguageBeside } from './i18n/fetch-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'
import { loadMoreBeside } from './more/load-more-beside.ts'
import { useMoreSource } from './state/more-source.ts'

const { address, prefix, nonce } = ownScript()
useMoreSource(loadMoreBeside({ address, nonce }))
useLanguageSource(fetchLanguageBeside(address))
defineTallyWallet(prefix)
takeQueue()
