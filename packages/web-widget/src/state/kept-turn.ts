/** Where a tab keeps its turn in the queue, for when it is loaded again; a browser without storage keeps it in memory only. */
export const TURN_KEPT_AS = 'tally-turn'

export function isTurnKept(): boolean {
  try {
    return TURN_KEPT_AS in sessionStorage
  } catch {
    return false
  }
}

export function forgetTurn(): void {
  if (isTurnKept()) sessionStorage.removeItem(TURN_KEPT_AS)
}
