// Test files share a process: what one of them leaves changed of it, the next ones meet.
import { beforeAll, expect } from 'vitest'

const watched = [
  'setTimeout',
  'clearTimeout',
  'setImmediate',
  'setInterval',
  'Date',
  'fetch',
  'process',
  'crypto',
] as const
type Globals = Readonly<Record<(typeof watched)[number], unknown>>

const globals = globalThis as unknown as Globals & { tallyAtFirst?: Globals }
globals.tallyAtFirst ??= Object.fromEntries(watched.map((name) => [name, globals[name]])) as unknown as Globals
const { tallyAtFirst } = globals

// At the beginning: a spy may be put back after the last hook of its file, over what it was made on.
beforeAll(() => {
  const changed = watched.filter((name) => globals[name] !== tallyAtFirst[name])
  expect(changed, 'changed by a file that this process ran before, and not put back').toEqual([])
})
