import { TallyError } from '../../kernel/error.ts'
import { platform } from '../platform.ts'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** @throws TallyError `key_set_url_refused` unless the address is https, or http on loopback, without user and password. */
export function checkUrl(url: string | { readonly href: string }): string {
  let parsed: InstanceType<typeof platform.URL>
  try {
    parsed = new platform.URL(typeof url === 'string' ? url : url.href)
  } catch (cause) {
    throw new TallyError('key_set_url_refused', 'The address of the key set is no URL.', { cause })
  }
  const isSafe = parsed.protocol === 'https:' || (parsed.protocol === 'http:' && LOOPBACK.test(parsed.hostname))
  if (!isSafe || parsed.username !== '' || parsed.password !== '') {
    throw new TallyError('key_set_url_refused', 'A key set is read over https (or loopback) without user and password.')
  }
  return parsed.href
}
