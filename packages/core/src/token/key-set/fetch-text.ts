import { TallyError } from '../../kernel/error.ts'
import { type KeySetFetch, platform, textOf } from '../platform.ts'
import { readAtMost } from '../read-at-most.ts'

const TIMEOUT_MS = 5_000

function unreadable(rule: string): TallyError {
  return new TallyError('key_set_unreadable', `The key set could not be read: ${rule}.`, { detail: { rule } })
}

/**
 * What an address of the issuer's answers, as text.
 *
 * @throws TallyError `key_set_unreadable`; whatever `fetch` throws.
 */
export async function fetchText(
  href: string,
  fetcher: KeySetFetch | undefined,
  accept: string,
  bytesAtMost: number,
): Promise<string> {
  if (fetcher === undefined) throw unreadable('no fetch on this platform')
  const response = await fetcher(href, {
    method: 'GET',
    headers: { accept },
    // `error` is not known on every platform; a redirect is not status 200 and so is refused below.
    redirect: 'manual',
    signal: platform.AbortSignal.timeout(TIMEOUT_MS),
  })
  if (response.status !== 200) throw unreadable('status')
  const reader = response.body?.getReader()
  if (reader === undefined) throw unreadable('no body')
  const bytes = await readAtMost(reader, bytesAtMost)
  if (bytes === undefined) throw unreadable('too large')
  const text = textOf(bytes)
  if (text === undefined) throw unreadable('not UTF-8')
  return text
}
