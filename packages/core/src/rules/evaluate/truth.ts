/** Kleene's three values. */
export const held = 1
export const failed = 2
export const unknown = 3
export type Truth = typeof held | typeof failed | typeof unknown
