import { platform } from './platform.ts'

/** A source of cryptographically secure random bytes, given in so that one seed can replay a whole run. */
export type RandomBytes = (length: number) => Uint8Array

export const platformRandom: RandomBytes = (length) => platform.crypto.getRandomValues(new Uint8Array(length))
