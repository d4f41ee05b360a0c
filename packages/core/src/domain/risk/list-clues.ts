import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { JournalLine, Ports } from '../../kernel/ports.ts'
import { sealText } from '../../token/seal/seal-text.ts'
import { parseInstant } from '../../values/calendar.ts'
import { holderEntity } from '../holder/holder-entity.ts'
import { toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { instant } from '../programme/document-parts.ts'

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
  input: z.strictObject({
    merchantId: z.string().min(1).max(64),
    from: instant.optional(),
    to: instant.optional(),
    lane: z.int().min(0).max(1023).default(0),
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(2000).default(1000),
  }),
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
  async prepare(
    input,
    ports,
  ): Promise<Outcome<{ lines: readonly JournalLine[]; next: number | undefined }, 'merchant_unknown'>> {
    const { merchantId, lane, after, limit } = input
    if (!ports.reference.find(merchantEntity, merchantId)) return refused('merchant_unknown', { merchantId })
    const lines = await ports.readJournal(lane % ports.lanes, after, limit)
    return accepted({ lines, next: lines.length === limit ? lines.at(-1)?.seq : undefined })
  },
  touches: () => [],
  decide(_loaded, input, ctx) {
    const { merchantId, lane } = input
    const { lines, next } = ctx.prepared
    const [from, to] = [parseInstant(input.from ?? '') ?? 0, parseInstant(input.to ?? '') ?? Number.MAX_SAFE_INTEGER]
    const clues = lines
      .filter(({ at }) => at >= from && at < to)
      .flatMap((line) => cluesOf(line, merchantId, lines, ctx))
    const { tenant } = ctx.actor
    const document = JSON.stringify({ tenant, merchantId, lane: lane % ctx.lanes, madeAt: toIso(ctx.now), clues })
    const seal = sealText({ keyRing: ctx.keys, tenant, purpose: 'clues', text: document, now: ctx.now })
    const cursor = next === undefined ? {} : { next }
    return accept({ document, seal, clues: clues.length, ...cursor, lanes: ctx.lanes })
  },
})

function cluesOf(line: JournalLine, merchantId: string, lines: readonly JournalLine[], { ids }: Pick<Ports, 'ids'>) {
  const { operation, events } = JSON.parse(line.body) as {
    operation: string
    events: readonly { type: string; data: Data }[]
  }
  // A group's link stands in its last row; it covers every row of the group.
  const end = lines.find(({ seq, link }) => seq >= line.seq && link !== null)
  const custody = {
    seq: line.seq,
    rowSha256: bytesToHex(sha256(new TextEncoder().encode(line.body))),
    ...(end ? { linkSeq: end.seq, link: end.link } : {}),
  }
  return events
    .filter(({ type, data }) => data.merchantId === merchantId && (telling.has(type) || isMarked(type, data)))
    .map(({ type, data }) => {
      // Who of the staff decided stands in the journal, not in what leaves the house.
      const { holder, by: _by, proposal: _proposal, ...rest } = data
      const person =
        typeof holder === 'number'
          ? ids.encode(holderEntity, { owner: holder, n: 0 }, `clues:${merchantId}`)
          : undefined
      return { at: toIso(line.at), type, operation, person, ...rest, custody }
    })
}

function isMarked(type: string, { risk }: Data): boolean {
  return type === 'voucher.redeemed' && risk !== undefined && (risk as { do: string }).do !== 'allow'
}
