import type { HostFrame } from '../frame/frame-source.ts'
import type { DecodeQr } from '../scan/decode-qr.ts'
import type { RenderMore } from '../state/more-source.ts'

/** What scripts of ours share on a page: `Tally`, which the page may have filled with calls before they came. */
export interface TallyGlobal {
  push(...calls: readonly QueuedCall[]): void
  /** The scanner's decoder. */
  decodeQr?: DecodeQr
  /** The wallet's second part. */
  more?: RenderMore
  /** The page's side of frames. */
  frame?: HostFrame
}

/** `['configure', '#wallet', { getSession }]`, or a function that is called once the elements are there. */
export type QueuedCall = (() => void) | readonly [method: string, target: string | Element, ...args: readonly unknown[]]

interface PageWithTally {
  Tally?: QueuedCall[] | TallyGlobal
}

/** The scanner's decoder, when its script is in the page already. */
export function registeredDecoder(): DecodeQr | undefined {
  const { Tally } = globalThis as PageWithTally
  return Tally && !Array.isArray(Tally) ? Tally.decodeQr : undefined
}

/** Runs the calls that wait in `Tally`, and from now on each one at once. What one call throws does not stop the others. */
export function takeQueue(): TallyGlobal {
  const page = globalThis as PageWithTally
  const waiting = Array.isArray(page.Tally) ? page.Tally : []
  const known = page.Tally && !Array.isArray(page.Tally) ? page.Tally : undefined
  const tally: TallyGlobal = known ?? {
    push(...calls) {
      for (const call of calls) Promise.resolve().then(() => run(call))
    },
  }
  page.Tally = tally
  tally.push(...waiting)
  return tally
}

/** Only the elements' own methods can be named, and only on elements that have them. */
const METHODS: ReadonlySet<string> = new Set(['configure', 'refresh', 'reset', 'open', 'close', 'destroy'])

function run(call: QueuedCall): void {
  if (typeof call === 'function') {
    call()
    return
  }
  const [method, target, ...args] = call
  if (!METHODS.has(method)) throw new TypeError(`Tally has no ${method}: ${[...METHODS].join(', ')}.`)
  const elements = typeof target === 'string' ? [...document.querySelectorAll(target)] : [target]
  for (const element of elements) {
    const own = (element as unknown as Readonly<Record<string, unknown>>)[method]
    if (typeof own === 'function') own.apply(element, args)
  }
}
