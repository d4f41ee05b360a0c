import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { span } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { mintStatusList } from '../../token/status-list/mint-status-list.ts'
import { CARDS_A_LIST } from '../../token/status-list/status-list.ts'
import { BLOCK_SIZE } from '../../values/serial.ts'
import { recallsWithin } from '../custody/card-recall.ts'
import { issuerOf } from '../voucher/mint-token.ts'
import { blockOwner } from './block-owner.ts'
import { isBoughtBlock } from './card-batch-entity.ts'
import { cardEntity } from './card-entity.ts'

const BLOCKS_A_LIST = CARDS_A_LIST / BLOCK_SIZE

/**
 * Signs which of a thousand cards are void or recalled, for partners who check cards by mark and public key alone. List `n` has
 * the serial numbers from `n × 1000` on, without their check digit. Valid for an hour, to be believed for five minutes.
 *
 * Not said: whether a card was made, given out, bound or spent.
 */
export const getCardStatuses = defineOperation({
  name: 'card.statuses',
  summary: 'Hands anyone the signed list that says which of a thousand cards are void.',
  kind: 'read',
  route: 'GET /v1/card-statuses/{list}',
  input: z.strictObject({ list: z.string().regex(/^(?:0|[1-9]\d{0,7})$/, 'a number from 0 to 99999999') }),
  output: z.strictObject({ statusList: z.string() }),
  permits: ['public', 'partner'],
  scope: 'public',
  refusals: ['card_unknown'],
  async prepare(input, ports): Promise<Outcome<string, 'card_unknown'>> {
    const list = Number(input.list)
    const blocks = blocksIn(list, ports)
    // What nobody bought is not read and not signed: anybody may ask for any number.
    if (blocks.length === 0) return refused('card_unknown')
    const { keys, now } = ports
    const { tenant } = ports.actor
    const spans = blocks.map((block) => ({
      first: (block % BLOCKS_A_LIST) * BLOCK_SIZE,
      cards: span(cardEntity, blockOwner(keys, tenant, block), { to: BLOCK_SIZE, limit: BLOCK_SIZE }),
    }))
    const loaded = await ports.read(spans.map(({ cards }) => cards))
    const voided = spans.flatMap(({ first, cards }) =>
      loaded
        .all(cards)
        .filter(({ state }) => state.status === 'void')
        .map(({ n }) => first + n),
    )
    const gone = [...voided, ...recalledIn(list, ports)]
    return accepted(await mintStatusList({ keyRing: keys, tenant, issuer: issuerOf(tenant), list, voided: gone, now }))
  },
  touches: () => [],
  decide: (_loaded, _input, { prepared: statusList }) => accept({ statusList }),
})

/** Numbers within the list of cards whose range is recalled; no card is read for it. */
function recalledIn(list: number, { reference }: Ports): number[] {
  const first = list * CARDS_A_LIST
  const last = first + CARDS_A_LIST - 1
  return recallsWithin(reference, first, last).flatMap(({ from, to }) => {
    const [start, end] = [Math.max(from, first), Math.min(to, last)]
    return Array.from({ length: end - start + 1 }, (_, at) => start + at - first)
  })
}

/** Blocks of the list that some batch has taken. */
function blocksIn(list: number, { reference }: Ports): number[] {
  return Array.from({ length: BLOCKS_A_LIST }, (_, at) => list * BLOCKS_A_LIST + at).filter((block) =>
    isBoughtBlock(block, reference),
  )
}
