// Every message between a page and its frame. What comes out of the channel is read here, member by member: what is not exactly one of these is
// no message, and nothing but these members goes on.
import type { TallyEventMap, WidgetState } from '../state/widget-events.ts'

/** From the page to the frame. */
export type ToFrame =
  | {
      readonly kind: 'begin'
      readonly attributes: Readonly<Record<string, string>>
      readonly properties: Readonly<Record<string, string>>
    }
  | { readonly kind: 'session'; readonly id: number; readonly session?: string }
  | { readonly kind: 'dress'; readonly mode: string; readonly theme: string }
  | { readonly kind: 'refresh' }

/** Events that the frame's element tells the page's; the page's own says `tally-ready` and its state by itself. */
type ForwardedName = Exclude<keyof TallyEventMap, 'tally-ready' | 'tally-statechange' | 'tally-session-expired'>
type Forwarded = {
  [Name in ForwardedName]: { readonly kind: 'event'; readonly name: Name; readonly detail: TallyEventMap[Name] }
}[ForwardedName]

/** From the frame to the page. */
export type ToHost =
  | { readonly kind: 'ask'; readonly id: number; readonly why: 'first' | 'expired' }
  | { readonly kind: 'state'; readonly state: WidgetState }
  | { readonly kind: 'height'; readonly pixels: number }
  | Forwarded

/** The first message, which carries the channel. */
export const CONNECT = 'tally-connect-1'

/** What a page may set on the element in the frame; where the service is, the frame's own page says. */
const ATTRIBUTES = ['locale', 'theme', 'mode', 'view', 'voucher-id', 'currency'] as const
/** What a page may dress it with. */
export const PROPERTIES = [
  ...['primary', 'on-primary', 'bg', 'surface', 'text', 'muted', 'danger', 'success', 'focus'].map(
    (name) => `--tally-color-${name}`,
  ),
  ...['--tally-font-size', '--tally-radius', '--tally-space', '--tally-tap-min', '--tally-qr-size'],
]

const WORD = /^[\w.:+-]{1,64}$/
/** A colour or a length: nothing that could load anything. */
const PLAIN_STYLE = /^[#\w.,%() -]{1,64}$/
const SESSION = /^[\x21-\x7e]{1,8192}$/
const MAX_PIXELS = 20_000
const STATES: readonly string[] = ['loading', 'ready', 'showing', 'used', 'expired', 'offline', 'error']

/** By event: its members, and whether each must be there. */
const details: Readonly<Record<ForwardedName, Readonly<Record<string, 'word' | 'word?' | 'flag'>>>> = {
  'tally-qr-rotated': { expiresAt: 'word' },
  'tally-claimed': {},
  'tally-redeemed': { orderId: 'word?' },
  'tally-scan': { result: 'word', code: 'word?' },
  'tally-offline': {},
  'tally-online': {},
  'tally-error': { code: 'word', retryable: 'flag', correlationId: 'word?', attribute: 'word?' },
}
export const FORWARDED = Object.keys(details) as readonly ForwardedName[]

type Members = Readonly<Record<string, unknown>>

const membersOf = (data: unknown): Members => (typeof data === 'object' && data !== null ? (data as Members) : {})
const isText = (value: unknown, form: RegExp): value is string => typeof value === 'string' && form.test(value)
const isId = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0

/** Out of a record the texts under these names that have the form. */
function textsOf(record: unknown, names: readonly string[], form: RegExp): Record<string, string> {
  const own = membersOf(record)
  return Object.fromEntries(names.map((name) => [name, own[name]]).filter((entry) => isText(entry[1], form))) as Record<
    string,
    string
  >
}

export const attributesOf = (record: unknown) => textsOf(record, ATTRIBUTES, WORD)
export const propertiesOf = (record: unknown) => textsOf(record, PROPERTIES, PLAIN_STYLE)

/** What the page said; undefined for what is no message. */
export function readToFrame(data: unknown): ToFrame | undefined {
  const { kind, id, session, mode, theme, attributes, properties } = membersOf(data)
  if (kind === 'begin') return { kind, attributes: attributesOf(attributes), properties: propertiesOf(properties) }
  if (kind === 'session' && isId(id)) {
    if (session === undefined) return { kind, id }
    return isText(session, SESSION) ? { kind, id, session } : undefined
  }
  if (kind === 'dress' && isText(mode, WORD) && isText(theme, WORD)) return { kind, mode, theme }
  return kind === 'refresh' ? { kind } : undefined
}

/** What the frame said; undefined for what is no message. */
export function readToHost(data: unknown): ToHost | undefined {
  const { kind, id, why, state, pixels, name, detail } = membersOf(data)
  if (kind === 'ask' && isId(id) && (why === 'first' || why === 'expired')) return { kind, id, why }
  if (kind === 'state' && STATES.includes(state as string)) return { kind, state: state as WidgetState }
  if (kind === 'height' && typeof pixels === 'number' && pixels >= 0 && pixels <= MAX_PIXELS) return { kind, pixels }
  if (kind !== 'event' || !FORWARDED.includes(name as ForwardedName)) return undefined
  const read = detailOf(membersOf(detail), details[name as ForwardedName])
  return read && ({ kind, name, detail: read } as unknown as Forwarded)
}

function detailOf(detail: Members, form: Readonly<Record<string, string>>): Members | undefined {
  const read: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(form)) {
    const value = detail[name]
    if (value === undefined && type === 'word?') continue
    if (type === 'flag' ? typeof value !== 'boolean' : !isText(value, WORD)) return undefined
    read[name] = value
  }
  return read
}
