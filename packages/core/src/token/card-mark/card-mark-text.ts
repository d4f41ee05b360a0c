import { decodeCrockford, encodeCrockford } from '../crockford.ts'
import { utf8 } from '../platform.ts'

// version 1 byte · first six bytes of the key's thumbprint · serial number in ASCII · signature r ‖ s, 64 bytes

const VERSION = 1
const HINT_BYTES = 6
const SERIAL_FROM = 1 + HINT_BYTES
const SIGNATURE_BYTES = 64
const CHARACTERS_AT_MOST = 400
/** What is in a QR code's alphanumeric mode and in a printed serial number. */
export const SERIAL_NUMBER = /^[0-9A-Z-]{1,32}$/
/** Scheme and host in either case, since phones show them so; then the mark, as printed. */
const IN_URL = /^https:\/\/[\w.:-]{1,253}(?:\/[\w.-]{1,64}){0,4}\/c\/([0-9A-Z]+)$/i

export interface CardMarkParts {
  readonly hint: Uint8Array
  readonly serialNumber: string
  readonly signature: Uint8Array
}

/** What is signed: nothing else that we sign begins like this. */
export function signedBytes(serialNumber: string): Uint8Array {
  return utf8(`tally-card-mark/v1\0${serialNumber}`)
}

export function writeCardMark({ hint, serialNumber, signature }: CardMarkParts): string {
  const serial = utf8(serialNumber)
  const bytes = new Uint8Array(SERIAL_FROM + serial.length + SIGNATURE_BYTES)
  bytes[0] = VERSION
  bytes.set(hint.subarray(0, HINT_BYTES), 1)
  bytes.set(serial, SERIAL_FROM)
  bytes.set(signature, SERIAL_FROM + serial.length)
  return encodeCrockford(bytes)
}

/** The parts of a mark or of the URL it is printed in; undefined when it is not one, or not spelled the one right way. */
export function splitCardMark(text: string): CardMarkParts | undefined {
  if (text.length > CHARACTERS_AT_MOST) return undefined
  const bytes = decodeCrockford(IN_URL.exec(text)?.[1] ?? text)
  if (bytes === undefined || bytes[0] !== VERSION || bytes.length <= SERIAL_FROM + SIGNATURE_BYTES) return undefined
  const serialNumber = String.fromCharCode(...bytes.subarray(SERIAL_FROM, -SIGNATURE_BYTES))
  if (!SERIAL_NUMBER.test(serialNumber)) return undefined
  return { hint: bytes.subarray(1, SERIAL_FROM), serialNumber, signature: bytes.subarray(-SIGNATURE_BYTES) }
}
