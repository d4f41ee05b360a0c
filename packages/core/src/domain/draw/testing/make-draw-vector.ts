import { sha256Hex } from '../../../kernel/digest.ts'
import { sealText } from '../../../token/seal/seal-text.ts'
import { fixedKeys, NOW } from '../../../token/testing/fixed-keys.ts'
import { commitmentOf, DRAW_FORMAT, listHashOf, seedOf, ticketOf } from '../draw-order.ts'

const ENTRIES = 12
const PLACES = 5
const tenant = 'gaoxian'

/** The record of a made-up draw, for whoever writes a check of their own. */
export function makeDrawVector() {
  const entries = Array.from(
    { length: ENTRIES },
    (_, n) => `hol_${sha256Hex(`made-up entry ${n}`).slice(0, 26)}`,
  ).sort()
  const parts = {
    batchId: 'bat_00000000000000000000000000',
    secret: sha256Hex('a made-up secret'),
    value: '05 11 23 28 30 33',
    listHash: listHashOf(entries),
  }
  const seed = seedOf(parts)
  const tickets = entries.map((entry) => ticketOf(seed, entry)).sort()
  const document = JSON.stringify({
    format: DRAW_FORMAT,
    tenant,
    batchId: parts.batchId,
    benefit: 'spring/catering',
    state: 'drawn',
    places: PLACES,
    entriesFrom: '2025-01-20T02:00:00.000Z',
    entriesUntil: '2025-01-21T10:00:00.000Z',
    claimUntil: '2025-02-28T16:00:00.000Z',
    publicName: 'made-up lottery, the six numbers of 22 January 2025',
    publicAt: '2025-01-22T13:30:00.000Z',
    commitment: commitmentOf(parts.secret),
    entries: entries.length,
    listHash: parts.listHash,
    sealedAt: '2025-01-21T10:01:00.000Z',
    value: parts.value,
    secret: parts.secret,
    seed,
    winners: PLACES,
    last: tickets[PLACES - 1],
    drawnAt: '2025-01-22T13:40:00.000Z',
  })
  const keyRing = fixedKeys()
  const seal = sealText({ keyRing, tenant, purpose: 'draw', text: document, now: NOW })
  return { about: 'made up', document, seal, keys: keyRing.publicKeys(tenant, NOW), entries }
}
