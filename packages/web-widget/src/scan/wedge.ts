/** What of a key press is read; `timeStamp` in milliseconds. */
export interface KeyPress {
  readonly code: string
  readonly shiftKey: boolean
  readonly timeStamp: number
}

export interface Wedge {
  /** Takes one key press; returns the whole text when this press was the Enter that ends a scan. */
  press(key: KeyPress): string | undefined
  /** How many keys of a possible scan have come so far. */
  readonly length: number
}

/** Guns type a character every 5 to 60 ms, over Bluetooth now and then slower; a pause longer than this ends a burst. */
const MAX_GAP_MS = 250
/** Shorter bursts are people: an amount and Enter. Longer ones the reader judges by their form. */
const LEAST_CHARACTERS = 8
const MOST_CHARACTERS = 512

const PLAIN: Readonly<Record<string, string>> = {
  Minus: '-',
  Slash: '/',
  Period: '.',
  Semicolon: ';',
  Comma: ',',
  Equal: '=',
  Space: ' ',
  NumpadDecimal: '.',
  NumpadDivide: '/',
  NumpadSubtract: '-',
}

const SHIFTED: Readonly<Record<string, string>> = { Semicolon: ':', Minus: '_', Slash: '?', Equal: '+' }

/**
 * Reads a scanner gun that types like a keyboard. The physical key is read, not the letter: under a Chinese input
 * method the letter never arrives (`key` is "Process"), the key does. Letters come out as capitals, which is how codes,
 * marks and serial numbers are written; a gun is taken to be set to the US layout, as guns are delivered.
 */
export function createWedge(): Wedge {
  let text = ''
  let last = Number.NEGATIVE_INFINITY
  return {
    get length() {
      return text.length
    },
    press({ code, shiftKey, timeStamp }) {
      if (code === 'ShiftLeft' || code === 'ShiftRight' || code === 'CapsLock') return undefined
      const isLate = timeStamp - last > MAX_GAP_MS
      last = timeStamp
      if (isLate) text = ''
      if (code === 'Enter' || code === 'NumpadEnter' || code === 'Tab') {
        const whole = text
        text = ''
        return whole.length >= LEAST_CHARACTERS ? whole : undefined
      }
      const character = characterOf(code, shiftKey)
      if (character === undefined || text.length >= MOST_CHARACTERS) text = ''
      else text += character
      return undefined
    },
  }
}

function characterOf(code: string, shiftKey: boolean): string | undefined {
  if (/^Key[A-Z]$/.test(code)) return code.slice(3)
  if (/^Numpad\d$/.test(code)) return code.slice(6)
  if (/^Digit\d$/.test(code)) return shiftKey ? undefined : code.slice(5)
  return (shiftKey ? SHIFTED : PLAIN)[code]
}
