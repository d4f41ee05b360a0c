import { unwrap } from '@tallystick/core'
import type { MockWorld } from './mock-world.ts'

const HOUR_MS = 3_600_000
const BENEFIT = 'spring/catering'
const PUBLIC_NAME = '示例彩票公告的六个号码 the six numbers of a made-up lottery'
const VALUE = '05 11 23 28 30 33'

/** A batch that people enter for two days from now, drawn the day after. */
export function openDraw(world: MockWorld): Promise<string> {
  return openDrawFor(world, Date.now(), 48 * HOUR_MS, 72 * HOUR_MS)
}

/** A draw that was held days ago, and that the holder won, or did not. */
export async function heldDraw(world: MockWorld, isWon: boolean): Promise<void> {
  for (;;) {
    const startMs = world.now()
    const batchId = await openDrawFor(world, startMs, HOUR_MS, 2 * HOUR_MS)
    unwrap(await world.holder.draw.enter({ batchId }))
    // So many that the holder hardly wins: each further round would cost a browser as much as the first.
    if (!isWon) await Promise.all(world.neighbours.map(async ({ draw }) => unwrap(await draw.enter({ batchId }))))
    const move = (hours: number) => world.moveTo(startMs + hours * HOUR_MS - Date.now())
    move(1)
    unwrap(await world.sponsor.draw.close({ batchId, lane: 0 }))
    unwrap(await world.sponsor.draw.seal({ batchId }))
    move(2)
    unwrap(await world.sponsor.draw.give({ batchId, value: VALUE }))
    unwrap(await world.witness.draw.give({ batchId, value: VALUE }))
    const { state } = unwrap(await world.holder.draw.entry({ batchId }))
    if ((state === 'won') === isWon) return
    // Chance had it otherwise: this one is over, and another is held.
    unwrap(await world.sponsor.batch.close({ batchId, reason: 'example' }))
  }
}

async function openDrawFor(world: MockWorld, startMs: number, enterMs: number, publicMs: number): Promise<string> {
  const draw = { entriesUntil: iso(startMs + enterMs), publicName: PUBLIC_NAME, publicAt: iso(startMs + publicMs) }
  return unwrap(await world.sponsor.batch.open({ benefit: BENEFIT, quota: 1, draw })).batchId
}

const iso = (ms: number) => new Date(ms).toISOString()
