import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFences } from './read-fences.ts'
import { root } from './run-command.ts'

const INFO = 'yaml programme '

/** The programme documents that a page shows, by the file name that stands in their fence. */
export function pageDocuments(page: string): ReadonlyMap<string, string> {
  const fences = readFences(page, readFileSync(join(root, page), 'utf8'))
  return new Map(
    fences.filter(({ info }) => info.startsWith(INFO)).map(({ info, text }) => [info.slice(INFO.length), text]),
  )
}
