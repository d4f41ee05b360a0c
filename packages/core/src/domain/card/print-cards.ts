import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { cardMarkUrl, mintCardMark } from '../../token/card-mark/mint-card-mark.ts'
import { cardBatchId } from './card-batch-entity.ts'
import { printedSerial, serialDigits } from './card-entity.ts'
import { cardBlockRef } from './card-rows.ts'
import { cardSecret } from './card-secret.ts'
import type { BatchBlock } from './produce-cards.ts'
import { blockBehind, blockField } from './produce-cards.ts'

const row = z.strictObject({
  serial: z.string(),
  secret: z.string(),
  mark: z.string(),
  qrText: z.string(),
  faceMinor: z.int(),
  freeText: z.string().optional(),
})
type PrintRow = z.output<typeof row>

const refusals = ['card_batch_unknown', 'card_state_wrong', 'input_invalid'] as const
type Code = (typeof refusals)[number]

/**
 * Hands the printer what stands on the cards of one produced block: serial, secret, signed mark, text of the QR code. It
 * is computed afresh each time and never stored; that somebody took it is journaled. The mark is signed with the keys in
 * use today, so a reprint after a key rotation has another mark, and both verify.
 *
 * Not checked: what becomes of the answer. It is the only place where secrets leave; give it to the printer alone.
 *
 * @param origin address in front of the mark in the QR code, e.g. `https://cards.example`; without it the QR code is the
 *   mark alone, which scanners and `verifyCardMark` read just as well.
 */
export const printCards = defineOperation({
  name: 'card.print',
  summary: 'Hands out the print file of one produced block: serial, secret, signed mark and QR text of each card.',
  kind: 'write',
  route: 'POST /v1/card-batches/{cardBatchId}/prints',
  idempotency: 'natural',
  input: z.strictObject({
    cardBatchId,
    block: blockField,
    origin: z
      .string()
      .regex(/^https:\/\/[\w.:-]{1,253}(?:\/[\w.-]{1,64}){0,4}$/i, 'https, a host and at most a plain path')
      .optional(),
  }),
  output: z.strictObject({ rows: z.array(row).max(100) }),
  permits: ['operator'],
  scope: 'tenant',
  refusals,
  // Signing takes longer than everything else together, so it is done before the lane is held.
  async prepare(input, ports): Promise<Outcome<BatchBlock & { readonly rows: readonly PrintRow[] }, Code>> {
    const found = blockBehind(input, ports)
    if (!found.ok) return found
    const produced = (await ports.read([cardBlockRef(found.value.owner)])).get(cardBlockRef(found.value.owner))
    if (!produced) return refused('card_state_wrong', { state: 'unproduced', event: 'print' })
    return accepted({ ...found.value, rows: printRows(found.value, input.origin, ports) })
  },
  touches: (_input, { owner }) => [cardBlockRef(owner)],
  decide(loaded, _input, ctx) {
    const { batch, block, owner, rows } = ctx.prepared
    const made = loaded.get(cardBlockRef(owner))
    if (!made) return refuse('card_state_wrong', { state: 'unproduced', event: 'print' })
    const prints = made.prints + 1
    return accept(
      { rows: [...rows] },
      {
        writes: [write(cardBlockRef(owner), { ...made, prints })],
        events: [{ type: 'card.printed', data: { batch: batch.owner, block, cards: rows.length, prints } }],
      },
    )
  },
})

function printRows({ batch, serials }: BatchBlock, origin: string | undefined, ports: Ports): PrintRow[] {
  const { keys: keyRing, now } = ports
  const { tenant } = ports.actor
  return serials.map((serialNumber) => {
    const mark = mintCardMark({ keyRing, tenant, serialNumber: serialDigits(serialNumber), now })
    return {
      serial: printedSerial(serialNumber),
      secret: cardSecret(keyRing, tenant, serialNumber),
      mark,
      qrText: origin === undefined ? mark : cardMarkUrl(origin, mark),
      faceMinor: batch.faceMinor,
      ...(batch.freeText === undefined ? {} : { freeText: batch.freeText }),
    }
  })
}
