/** Kleene's three values. Each has all bits of the better ones, so that `|` gives the worse of two and `&` the better. */
export const held = 1
export const unknown = 3
export const failed = 7
export type Truth = typeof held | typeof failed | typeof unknown
