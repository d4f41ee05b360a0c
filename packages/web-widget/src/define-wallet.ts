import { defineTallyWallet } from './define/define-tally-wallet.ts'
import { loadBeside } from './define/load-beside.ts'
import { ownScript } from './define/own-script.ts'
import { takeQueue } from './elements/page-global.ts'
import { useFrameSource } from './frame/frame-source.ts'
import { fetchLanguageBeside } from './i18n/fetch-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'
import { useMoreSource } from './state/more-source.ts'

/** Written in by the build: the hashes of the other files. */
declare const TALLY_MORE: string
declare const TALLY_FRAME: string

const script = ownScript()
useMoreSource(loadBeside(script, 'tally-wallet-more', TALLY_MORE, ({ more }) => more))
useFrameSource(loadBeside(script, 'tally-frame', TALLY_FRAME, ({ frame }) => frame))
useLanguageSource(fetchLanguageBeside(script.address))
defineTallyWallet(script.prefix)
takeQueue()
