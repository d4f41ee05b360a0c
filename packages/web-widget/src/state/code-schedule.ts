/** One rotating code as the server hands it out; every end is exclusive. */
export interface HandedCode {
  readonly text: string
  readonly validFrom: string
  readonly validTo: string
  readonly acceptedUntil: string
}

export interface CodeShown {
  readonly index: number
  readonly text: string
  /** Whole seconds, rounded up: 1 until the very end. */
  readonly secondsLeft: number
  /** 1 when the code is fresh, 0 when it ends. */
  readonly share: number
  /** The last one, shown beyond its turn because nothing newer is at hand; still accepted. */
  readonly isGrace: boolean
}

/** The server takes a code this long before its turn; so a clock that is a little slow still shows one. */
const EARLY_MS = 10_000

/** Which code to show at a moment of the server's time; undefined when none would be accepted any more (or yet). */
export function codeAt(codes: readonly HandedCode[], nowMs: number): CodeShown | undefined {
  const index = codes.findIndex(({ validTo }) => nowMs < Date.parse(validTo))
  const code = codes[index]
  if (code) {
    const from = Date.parse(code.validFrom)
    const to = Date.parse(code.validTo)
    if (nowMs < from - EARLY_MS) return undefined
    return shown(code, index, { from, to, nowMs, isGrace: false })
  }
  const last = codes[codes.length - 1]
  if (!last) return undefined
  const from = Date.parse(last.validTo)
  const to = Date.parse(last.acceptedUntil)
  return nowMs < to ? shown(last, codes.length - 1, { from, to, nowMs, isGrace: true }) : undefined
}

interface Span {
  readonly from: number
  readonly to: number
  readonly nowMs: number
  readonly isGrace: boolean
}

function shown({ text }: HandedCode, index: number, { from, to, nowMs, isGrace }: Span): CodeShown {
  const left = to - Math.max(nowMs, from)
  return { index, text, secondsLeft: Math.ceil(left / 1000), share: left / (to - from), isGrace }
}

/** True when at most one more code follows the one that is due: time to ask for new ones while there still is network. */
export function isRunningLow(codes: readonly HandedCode[], nowMs: number): boolean {
  return codes.filter(({ validTo }) => nowMs < Date.parse(validTo)).length <= 2
}

/** For how many whole seconds the codes at hand work without network. */
export function reachSeconds(codes: readonly HandedCode[], nowMs: number): number {
  const end = codes.reduce((latest, { acceptedUntil }) => Math.max(latest, Date.parse(acceptedUntil)), 0)
  return Math.max(0, Math.floor((end - nowMs) / 1000))
}

/** Milliseconds until what `codeAt` answers changes by a second: the next tick of the ring. */
export function untilNextSecond(codes: readonly HandedCode[], nowMs: number): number {
  const current = codeAt(codes, nowMs)
  const code = current && codes[current.index]
  if (!current || !code) return 1000
  const end = Date.parse(current.isGrace ? code.acceptedUntil : code.validTo)
  const left = end - nowMs
  return Math.max(16, left - (Math.ceil(left / 1000) - 1) * 1000)
}
