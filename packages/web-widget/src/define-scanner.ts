import { defineTallyScanner } from './define/define-tally-scanner.ts'
import { loadBeside } from './define/load-beside.ts'
import { ownScript } from './define/own-script.ts'
import { takeQueue } from './elements/page-global.ts'
import { useFrameSource } from './frame/frame-source.ts'
import { fetchLanguageBeside } from './i18n/fetch-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'

/** Written in by the build: the hash of the other file. */
declare const TALLY_FRAME: string

const script = ownScript()
useFrameSource(loadBeside(script, 'tally-frame', TALLY_FRAME, ({ frame }) => frame))
useLanguageSource(fetchLanguageBeside(script.address))
defineTallyScanner(script.prefix)
takeQueue()
