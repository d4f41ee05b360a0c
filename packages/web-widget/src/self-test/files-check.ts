import { bad, type Check, good, unsure } from './verdict.ts'

/** Compares every file beside the script with the list of hashes: a half-done upload shows here. */
export function filesCheck(address: string): Check {
  const at = (file: string) => new URL(file, address).href
  return {
    name: 'files',
    async run() {
      const list = await fetch(at('sri.json'), { cache: 'no-store' }).catch(() => undefined)
      const hashes: Readonly<Record<string, string>> | undefined = list?.ok
        ? await list.json().catch(() => undefined)
        : undefined
      if (!hashes) return unsure('filesNoList')
      const wrong: string[] = []
      for (const [file, integrity] of Object.entries(hashes)) {
        // The browser compares; without the list's hash it would hand over anything.
        const answer = await fetch(at(file), { integrity, cache: 'no-store' }).catch(() => undefined)
        if (!answer?.ok) wrong.push(file)
      }
      return wrong.length === 0 ? good('filesGood') : bad('filesBad', wrong.join(', '))
    },
  }
}
