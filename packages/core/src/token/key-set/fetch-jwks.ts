import { TallyError } from '../../kernel/error.ts'
import { type KeySetFetch, type KeySetResponse, platform, textOf } from '../platform.ts'

const TIMEOUT_MS = 5_000
const BYTES_AT_MOST = 262_144

function unreadable(rule: string): TallyError {
  return new TallyError('key_set_unreadable', `The key set could not be read: ${rule}.`, { detail: { rule } })
}

async function readAtMost(response: KeySetResponse, bytesAtMost: number): Promise<Uint8Array> {
  const reader = response.body?.getReader()
  if (reader === undefined) throw unreadable('no body')
  const bytes = new Uint8Array(bytesAtMost)
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done || value === undefined) return bytes.subarray(0, length)
    if (length + value.length > bytesAtMost) {
      // The length a sender declares proves nothing: what arrives is counted.
      await reader.cancel()
      throw unreadable('too large')
    }
    bytes.set(value, length)
    length += value.length
  }
}

/** @throws TallyError `key_set_unreadable`; whatever `fetch` throws. */
export async function fetchJwks(href: string, fetcher: KeySetFetch | undefined): Promise<unknown> {
  if (fetcher === undefined) throw unreadable('no fetch on this platform')
  const response = await fetcher(href, {
    method: 'GET',
    headers: { accept: 'application/jwk-set+json, application/json' },
    // `error` is not known on every platform; a redirect is not status 200 and so is refused below.
    redirect: 'manual',
    signal: platform.AbortSignal.timeout(TIMEOUT_MS),
  })
  if (response.status !== 200) throw unreadable('status')
  const text = textOf(await readAtMost(response, BYTES_AT_MOST))
  if (text === undefined) throw unreadable('not UTF-8')
  return JSON.parse(text)
}
