import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { TallyError } from '@tallystick/core/errors'

export interface ProgrammeFile {
  readonly file: string
  readonly format: 'yaml' | 'json'
  readonly text: string
}

const formats: Readonly<Record<string, 'yaml' | 'json'>> = { '.yaml': 'yaml', '.yml': 'yaml', '.json': 'json' }
const CHARACTERS_AT_MOST = 1_000_000

/**
 * The programme documents in a folder: every `.yaml`, `.yml` and `.json` file directly in it, by name.
 *
 * Not checked: what they say; publishing does that.
 *
 * @throws TallyError `programmes_unreadable`, `programme_file_too_large`.
 * @example const tally = await createTally({ store, keys, clock: systemClock, programmes: programmesIn('programmes') })
 */
export function programmesIn(folder: string): readonly ProgrammeFile[] {
  return read(folder, () => readdirSync(folder))
    .filter((name) => !name.startsWith('.') && extname(name).toLowerCase() in formats)
    .sort()
    .map((name) => readProgramme(join(folder, name)))
}

/** One programme document. @throws TallyError `programmes_unreadable`, `programme_file_too_large`. */
export function readProgramme(file: string): ProgrammeFile {
  const format = formats[extname(file).toLowerCase()] ?? 'yaml'
  const text = read(file, () => {
    if (statSync(file).size > 4 * CHARACTERS_AT_MOST) return undefined
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  })
  if (text === undefined || text.length > CHARACTERS_AT_MOST) {
    throw new TallyError('programme_file_too_large', `${file} is larger than a programme document may be.`, {
      detail: { file },
    })
  }
  return { file, format, text }
}

function read<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new TallyError('programmes_unreadable', `${path} cannot be read (${errno}). Correct the path.`, {
      cause: error,
      detail: { path, errno },
    })
  }
}
