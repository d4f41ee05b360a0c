/** A network address as 16 bytes; IPv4 is mapped into IPv6 (RFC 4291 §2.5.5.2), so one address has one form. */
export type AddressBytes = Uint8Array

export interface AddressRange {
  readonly bytes: AddressBytes
  readonly prefixBits: number
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/
const GROUP = /^[0-9a-f]{1,4}$/i
const MAPPED_PREFIX_BITS = 96

/** The address a text spells (a zone such as `%eth0` is dropped), else undefined. */
export function parseAddress(text: string): AddressBytes | undefined {
  if (text.length > 64) return undefined
  const plain = text.split('%', 1)[0] ?? ''
  return plain.includes(':') ? parseIpv6(plain) : mapped(parseIpv4(plain))
}

/** `10.0.0.0/8`, `fd00::/8`, or one address. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = '', bits, ...rest] = text.split('/')
  const bytes = parseAddress(address)
  if (!bytes || rest.length > 0) return undefined
  if (bits === undefined) return { bytes, prefixBits: 128 }
  const given = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  const prefixBits = address.includes(':') ? given : given + MAPPED_PREFIX_BITS
  return prefixBits >= 0 && prefixBits <= 128 ? { bytes, prefixBits } : undefined
}

export function isWithin(address: AddressBytes, { bytes, prefixBits }: AddressRange): boolean {
  const whole = prefixBits >> 3
  for (let index = 0; index < whole; index++) if (address[index] !== bytes[index]) return false
  const mask = (0xff << (8 - (prefixBits & 7))) & 0xff
  return ((address[whole] ?? 0) & mask) === ((bytes[whole] ?? 0) & mask)
}

/**
 * What one subscriber is counted by: an IPv4 address, or the first 64 bits of an IPv6 one, since everyone gets at
 * least that many addresses and could otherwise use a new one for each call.
 */
export function subscriberOf(address: AddressBytes): string {
  const isIpv4 = isWithin(address, IPV4_MAPPED)
  return Array.from(isIpv4 ? address.subarray(12) : address.subarray(0, 8)).join('.')
}

function parseIpv4(text: string): readonly number[] | undefined {
  const numbers = IPV4.exec(text)?.slice(1).map(Number)
  return numbers?.every((number) => number <= 255) ? numbers : undefined
}

function mapped(ipv4: readonly number[] | undefined): AddressBytes | undefined {
  return ipv4 && Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...ipv4)
}

function parseIpv6(text: string): AddressBytes | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0] ?? '')
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : []
  if (!head || !tail) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  return Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail])
}

/** Bytes of colon-separated groups; the last may be written as IPv4. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [index, group] of groups.entries()) {
    const ipv4 = index === groups.length - 1 ? parseIpv4(group) : undefined
    if (ipv4) bytes.push(...ipv4)
    else if (GROUP.test(group)) bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff)
    else return undefined
  }
  return bytes
}

const IPV4_MAPPED: AddressRange = {
  bytes: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0),
  prefixBits: 96,
}
