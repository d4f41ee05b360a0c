/** 32 bits of an owner number: enough to tell apart the few that one row remembers, and short to store. */
export function shortOf(owner: number): number {
  return owner % 2 ** 32
}
