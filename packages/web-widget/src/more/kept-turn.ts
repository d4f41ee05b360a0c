import { TURN_KEPT_AS } from '../state/kept-turn.ts'

/**
 * A place in the queue as this tab keeps it over a reload. Nothing of it is a secret: key and ticket serve the one person they
 * were given to, for the one claim, and only with that person's session.
 */
export interface KeptTurn {
  readonly batchId: string
  readonly isLocated: boolean
  readonly key: string
  readonly ticket: string
}

export function keepTurn(turn: KeptTurn): void {
  try {
    sessionStorage.setItem(TURN_KEPT_AS, JSON.stringify(turn))
  } catch {
    // No storage in this browser. The service remembers the place as well, as long as one process answers.
  }
}

/** Undefined when nothing is kept that could be one. */
export function keptTurn(): KeptTurn | undefined {
  try {
    const { batchId, isLocated, key, ticket } = JSON.parse(sessionStorage.getItem(TURN_KEPT_AS) ?? '{}')
    const isWhole = [batchId, key, ticket].every((each) => typeof each === 'string')
    return isWhole ? { batchId, isLocated: isLocated === true, key, ticket } : undefined
  } catch {
    return undefined
  }
}
