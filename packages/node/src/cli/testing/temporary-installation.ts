import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { type Ran, type RunOptions, runTally } from './fake-terminal.ts'

export const programme = `
programme: spring
version: 1
title: { zh-CN: 春季, en: Spring }
currency: CNY
timeZone: Asia/Shanghai
period: { from: '2025-01-20T10:00:00+08:00', to: '2099-01-01T00:00:00+08:00' }
budget: { amountMinor: 200000 }
benefits:
  catering:
    kind: voucher
    usable: { within: P7D }
    quota: { perPerson: 1 }
    terms: { thresholdMinor: 10000, offMinor: 2000 }
`

/** A folder for each test, and the command line in it; nothing is made there before `init`. */
export function temporaryInstallation() {
  let parent = ''
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'tally-cli-'))
  })
  afterEach(() => rmSync(parent, { recursive: true }))
  const here = () => join(parent, 'here')
  const withWords = (words: readonly string[], options?: RunOptions): Promise<Ran> =>
    runTally(['--folder', here(), ...words], options)
  return {
    /** A path inside the installation. */
    at: (...names: string[]) => join(here(), ...names),
    withWords,
    tally: (words: string, options?: RunOptions): Promise<Ran> => withWords(words.split(' '), options),
  }
}
