import { defineTallyScanner } from './define/define-tally-scanner.ts'
import { loadBeside } from './define/load-beside.ts'
import { ownScript } from './define/own-script.ts'
import { takeQueue } from './elements/page-global.ts'
import { useFrameSource } from './frame/frame-source.ts'
import { fetchLanguageBeside } from './i18n/fetch-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'
import { useDecoderSource } from './scan/decoder-source.ts'

/** Written in by the build: the hashes of the other files. */
declare const TALLY_DECODER: string
declare const TALLY_FRAME: string

const script = ownScript()
useDecoderSource(loadBeside(script, 'tally-scanner-decoder', TALLY_DECODER, ({ decodeQr }) => decodeQr))
useFrameSource(loadBeside(script, 'tally-frame', TALLY_FRAME, ({ frame }) => frame))
useLanguageSource(fetchLanguageBeside(script.address))
defineTallyScanner(script.prefix)
takeQueue()
