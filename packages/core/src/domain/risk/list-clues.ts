import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { sha256Hex } from '../../kernel/digest.ts'
import { journalLane } from '../../kernel/lanes.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { JournalLine, Ports } from '../../kernel/ports.ts'
import { sealText } from '../../token/seal/seal-text.ts'
import { holderEntity } from '../holder/holder-entity.ts'
import { toIso } from '../iso-instant.ts'
import type { JournalPage } from '../ledger/journal-window.ts'
import { journalWindow, readWindow } from '../ledger/journal-window.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'

/** Events that say something about cash-out at a shop, beside uses that a risk rule spoke on. */
const telling = new Set([
  'risk.refused',
  'risk.challenged',
  'risk.reported',
  'settlement.held',
  'settlement.proposed',
  'settlement.released',
  'settlement.disallowed',
  'voucher.refunded',
  'offline.lost',
  'offline.doubleSpent',
])

type Data = Readonly<Record<string, unknown>>

/**
 * A clue file on one shop, for the authorities: every use that a risk rule spoke on, what was refused, held, decided,
 * refunded and reported, with the evidence as it stood then. People are masked: one pseudonym a person within this shop's
 * files, which only the sponsor can lead back. Each entry names its place in the journal and the hash of its row, so that
 * it can be proven against the chain; `seal` proves the file as a whole (`verifySealedText`, purpose `clues`).
 *
 * Reads one lane, at most `limit` journal rows a call; go on after `next`, lane by lane. Not decided here: guilt.
 */
export const listClues = defineOperation({
  name: 'risk.clues',
  summary: 'Exports sealed clues on one shop, masked, with the place of each in the journal.',
  kind: 'read',
  route: 'GET /v1/merchants/{merchantId}/clues',
  input: z.strictObject({ merchantId: z.string().min(1).max(64), ...journalWindow }),
  output: z.strictObject({
    /** JSON, exactly as sealed. */
    document: z.string(),
    seal: z.string(),
    clues: z.int(),
    next: z.int().optional(),
    lanes: z.int(),
  }),
  permits: ['operator', 'auditor'],
  scope: 'tenant',
  refusals: ['merchant_unknown'],
  async prepare(input, ports): Promise<Outcome<JournalPage, 'merchant_unknown'>> {
    const { merchantId } = input
    if (!ports.reference.find(merchantEntity, merchantId)) return refused('merchant_unknown', { merchantId })
    return accepted(await readWindow(input, ports))
  },
  touches: () => [],
  decide(_loaded, { merchantId, lane }, ctx) {
    const { lines, within, next } = ctx.prepared
    const clues = within.flatMap((line) => cluesOf(line, merchantId, lines, ctx))
    const { tenant } = ctx.actor
    const document = JSON.stringify({
      tenant,
      merchantId,
      lane: journalLane(lane, ctx.lanes),
      madeAt: toIso(ctx.now),
      clues,
    })
    const seal = sealText({ keyRing: ctx.keys, tenant, purpose: 'clues', text: document, now: ctx.now })
    const cursor = next === undefined ? {} : { next }
    return accept({ document, seal, clues: clues.length, ...cursor, lanes: ctx.lanes })
  },
})

function cluesOf(line: JournalLine, merchantId: string, lines: readonly JournalLine[], { ids }: Pick<Ports, 'ids'>) {
  // Most rows are of other shops: those are not worth parsing.
  if (!line.body.includes(JSON.stringify(merchantId))) return []
  const { operation, events } = JSON.parse(line.body) as {
    operation: string
    events: readonly { type: string; data: Data }[]
  }
  const ofShop = events.filter(
    ({ type, data }) => data.merchantId === merchantId && (telling.has(type) || isMarked(type, data)),
  )
  if (ofShop.length === 0) return []
  const custody = custodyOf(line, lines)
  return ofShop.map(({ type, data }) => {
    // Who of the staff decided stands in the journal, not in what leaves the house.
    const { holder, by: _by, proposal: _proposal, ...rest } = data
    const person =
      typeof holder === 'number' ? ids.encode(holderEntity, { owner: holder, n: 0 }, `clues:${merchantId}`) : undefined
    return { at: toIso(line.at), type, operation, person, ...rest, custody }
  })
}

/** A group's link stands in its last row; it covers every row of the group. */
function custodyOf({ seq, body }: JournalLine, lines: readonly JournalLine[]) {
  const end = lines.find((line) => line.seq >= seq && line.link !== null)
  return { seq, rowSha256: sha256Hex(body), ...(end ? { linkSeq: end.seq, link: end.link } : {}) }
}

function isMarked(type: string, { risk }: Data): boolean {
  return type === 'voucher.redeemed' && risk !== undefined && (risk as { do: string }).do !== 'allow'
}
