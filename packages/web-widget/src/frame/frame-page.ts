/** What a server sends for the frame of `isolation="frame"`. */
export interface FramePage {
  readonly status: 200
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface FramePageOptions {
  /** Origins whose pages may show the frame: `https://www.gaoxian.example`. */
  readonly hosts: readonly string[]
  /** Where the API is mounted, as the frame's page sees it. Default `/tally`. */
  readonly apiBase?: string
  /** The folder of the `tally-*` files, on the frame's own origin. Default `/assets/`. */
  readonly assets?: string
  /** Default `wallet`. */
  readonly element?: 'wallet' | 'scanner'
}

const PATH = /^\/(?!\/)[\w./-]{0,200}$/

/**
 * The page that an origin of the sponsor's own serves, to be framed by portals that do not trust their own pages: its body and its headers, which
 * belong together. Only the listed origins may frame it (`frame-ancestors`), only they are handed a channel, and nothing runs in it but the
 * files beside it.
 *
 * Not checked: that the origin it is served from is not a portal's own; the element refuses that.
 *
 * @throws TypeError when a host is no `https:` origin (or `http:` of this machine), or a path is none.
 * @see CSP Level 3 §6.4.2, HTML §9.5 (channel messaging)
 */
export function framePage({
  hosts,
  apiBase = '/tally',
  assets = '/assets/',
  element = 'wallet',
}: FramePageOptions): FramePage {
  if (hosts.length === 0) throw new TypeError('A frame for nobody: name the origins of your portals.')
  for (const host of hosts) if (!isOrigin(host)) throw new TypeError(`Not an origin: ${JSON.stringify(host)}`)
  if (!PATH.test(assets)) throw new TypeError(`Not a path: ${JSON.stringify(assets)}`)
  const [, apiOrigin = '', apiPath = ''] = /^(https?:\/\/[^/]+)?(.*)$/.exec(apiBase) ?? []
  if (!PATH.test(apiPath || '/') || (apiOrigin && !isOrigin(apiOrigin)))
    throw new TypeError(`Not an address: ${JSON.stringify(apiBase)}`)
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src 'self' ${apiOrigin}`.trim(),
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${hosts.join(' ')}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  // Under Trusted Types no script may add another: what is fetched elsewhere when it is wanted is named here.
  const files = [`tally-${element}`, element === 'wallet' ? 'tally-wallet-more' : 'tally-scanner-decoder']
  const script = (file: string, more = '') => `<script src="${assets}${file}.iife.js"${more} defer></script>`
  const data = ` data-tag="tally-${element}" data-api-base="${apiBase}" data-hosts="${hosts.join(' ')}"`
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'permissions-policy': 'geolocation=(self), camera=(self)',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    },
    body:
      '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
      `<title>Tally</title><body>${files.map((file) => script(file)).join('')}${script('tally-frame', data)}</body></html>`,
  }
}

function isOrigin(text: string): boolean {
  try {
    const { origin, protocol, hostname } = new URL(text)
    const isHere = hostname === 'localhost' || hostname === '127.0.0.1'
    // A star is a name to a URL, and all names to a policy.
    const isOne = origin === text && /^[\w.-]+$/.test(hostname)
    return isOne && (protocol === 'https:' || (protocol === 'http:' && isHere))
  } catch {
    return false
  }
}
