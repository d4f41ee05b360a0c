import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The version of the package in which a module's entry lies, from the nearest manifest that has one. */
export function versionOf(entry: string): string {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: string }
      if (version !== undefined) return version
    } catch {
      // No manifest here.
    }
  }
  return 'unknown'
}
