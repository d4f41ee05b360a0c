import { BLOCK_SIZE } from '../../values/serial.ts'

// The form of draft-ietf-oauth-status-list: one bit a card, the lowest bit of a byte first, deflated, in a signed token.

export const STATUS_LIST_TYPE = 'statuslist+jwt'
/** Cards of one list: ten whole blocks of serials. */
export const CARDS_A_LIST = 10 * BLOCK_SIZE
export const LIST_BYTES = CARDS_A_LIST / 8
/** Longer a list may not be believed, however long it is valid: a card that was stolen must end everywhere. */
export const TTL_SECONDS_AT_MOST = 300
export const LIFETIME_SECONDS_AT_MOST = 3600

/** The `sub` of a list: its name, whatever address it is read from. */
export function statusListSubject(issuer: string, list: number): string {
  return `${issuer}:card-statuses:${list}`
}

/** Which list a card's bit stands in, and where. */
export function placeInStatusLists(serialNumber: number): { readonly list: number; readonly index: number } {
  return { list: Math.floor(serialNumber / CARDS_A_LIST), index: serialNumber % CARDS_A_LIST }
}

export function bitAt(bytes: Uint8Array, index: number): boolean {
  return (((bytes[index >> 3] ?? 0) >> (index & 7)) & 1) === 1
}

export function setBit(bytes: Uint8Array, index: number): void {
  bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7))
}
