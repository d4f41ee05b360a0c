import type { KeySet } from '../../token/key-set/key-set.ts'
import { verifySealedText } from '../../token/seal/verify-sealed-text.ts'
import { commitmentOf, DRAW_FORMAT, listHashOf, seedOf, ticketOf } from './draw-order.ts'

/** A draw as it leaves the house: what `draw.record` answered, page after page. */
export interface DrawRecord {
  /** JSON, exactly as sealed. */
  readonly document: string
  readonly seal: string
  readonly entries: readonly string[]
  /** What the journal says of the draw, where somebody who may read it added that. */
  readonly journal?: readonly DrawJournalRow[] | undefined
}

interface DrawJournalRow {
  readonly seq: number
  readonly event: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }
  /** The link of the chain that covers the row, and the row it stands in. */
  readonly linkSeq?: number | undefined
  readonly link?: string | undefined
}

/** What does not hold, by name. */
export type DrawFault =
  | 'document_unreadable'
  | 'seal_broken'
  | 'commitment_differs'
  | 'list_differs'
  | 'entry_twice'
  | 'seed_differs'
  | 'winners_differ'
  | 'times_out_of_order'
  | 'journal_differs'

/** What a record says when it is drawn again. */
export interface DrawnAgain {
  /** Empty when everything holds. */
  readonly faults: readonly DrawFault[]
  /** Entries that win, the first drawn first. */
  readonly winners: readonly string[]
  readonly entries: number
}

interface Told {
  readonly format: string
  readonly batchId: string
  readonly state: string
  readonly places: number
  readonly entriesUntil: string
  readonly publicAt: string
  readonly sealedAt: string
  readonly drawnAt: string
  readonly commitment: string
  readonly listHash: string
  readonly value: string
  readonly secret: string
  readonly seed: string
  readonly entries: number
  readonly winners: number
  readonly last: string
}

/**
 * Draws again what a record says was drawn, and names everything in it that does not hold: one changed, added or missing entry, another
 * number, another secret than was committed to, a list that was sealed too late.
 *
 * Not checked: that the public number is the one that was published, that every entry is a person's, and, without `journal` and the chain
 * it hangs in, when the issuer wrote what it sealed.
 *
 * @param keys the issuer's, from a place that the record's author does not control
 * @see docs/draw.md
 */
export async function verifyDrawRecord(
  { document, seal, entries, journal = [] }: DrawRecord,
  keys: KeySet,
): Promise<DrawnAgain> {
  const told = read(document)
  if (!told) return { faults: ['document_unreadable'], winners: [], entries: entries.length }
  const sorted = [...entries].sort()
  const sealed = await verifySealedText(document, seal, { purpose: 'draw', keys })
  const { batchId, secret, value } = told
  const listHash = listHashOf(sorted)
  const seed = seedOf({ batchId, secret, value, listHash })
  const order = sorted.map((entry) => ({ entry, ticket: ticketOf(seed, entry) })).sort(byTicket)
  const winners = order.slice(0, told.places)
  const checks: readonly (readonly [DrawFault, boolean])[] = [
    ['seal_broken', sealed.ok],
    ['commitment_differs', commitmentOf(secret) === told.commitment],
    ['list_differs', listHash === told.listHash && sorted.length === told.entries],
    ['entry_twice', new Set(sorted).size === sorted.length],
    ['seed_differs', seed === told.seed],
    ['winners_differ', winners.length === told.winners && (winners.at(-1)?.ticket ?? '') === told.last],
    ['times_out_of_order', inOrder(told)],
    ['journal_differs', journal.every(({ event }) => agrees(event, told))],
  ]
  const faults = checks.flatMap(([fault, holds]) => (holds ? [] : [fault]))
  return { faults, winners: winners.map(({ entry }) => entry), entries: sorted.length }
}

function byTicket(a: { readonly ticket: string }, b: { readonly ticket: string }): number {
  return a.ticket < b.ticket ? -1 : 1
}

function read(document: string): Told | undefined {
  try {
    const told = JSON.parse(document) as Told
    return told.format === DRAW_FORMAT && told.state === 'drawn' ? told : undefined
  } catch {
    return undefined
  }
}

/** The list was sealed after entering and before the number, and drawn after it. */
function inOrder({ entriesUntil, sealedAt, publicAt, drawnAt }: Told): boolean {
  return entriesUntil <= sealedAt && sealedAt < publicAt && publicAt <= drawnAt
}

/** Whether a row of the journal says the same, as far as it says anything that the document says too. */
function agrees({ type, data }: DrawJournalRow['event'], told: Told): boolean {
  if (type === 'batch.opened') return (data.draw as { commitment?: string } | undefined)?.commitment === told.commitment
  if (type === 'draw.sealed') return data.listHash === told.listHash && data.entries === told.entries
  if (type !== 'draw.drawn') return true
  const { value, secret, seed, listHash, winners, last } = data
  const drawn = [value, secret, seed, listHash, winners, last]
  return drawn.every(
    (each, index) => each === [told.value, told.secret, told.seed, told.listHash, told.winners, told.last][index],
  )
}
