import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FakeClock, fakeClock, unwrap } from '@tallystick/core'
import type { TallyClient } from '@tallystick/core/client'
import { addSecretKey } from '@tallystick/node'
import * as blood from '../blood-centre/people.ts'
import * as county from '../county-vouchers/people.ts'
import { type OpenSystem, openSystem } from '../open-system.ts'
import { TourLog } from './tour-log.ts'
import { withSecretKey, withSessions } from './visit.ts'

/** What every story of the tour has at hand. */
export interface Scene {
  readonly log: TourLog
  readonly clock: FakeClock
  readonly system: OpenSystem
  /** The county's programme as its officials wrote it. */
  readonly programmeText: string
  readonly keys: { readonly countyHost: string; readonly partner: string }
  /** The sponsors' own people; their sessions come from the sponsor's key. */
  readonly li: TallyClient
  readonly zhao: TallyClient
  readonly he: TallyClient
  close(): Promise<void>
}

/** Positions as a browser gives them. */
export const inside = { latitude: 28.77, longitude: 104.62, accuracyMetres: 30, datum: 'wgs84' } as const
export const outside = { latitude: 30.66, longitude: 104.06, accuracyMetres: 30, datum: 'wgs84' } as const
/** Inside, but the circle of this bad fix reaches far over the edge. */
export const blurred = { ...inside, accuracyMetres: 90_000 } as const

/** Both portals on free ports and a database of their own, at ten in the morning by a clock that the tour moves: vouchers are used by day, and the tour is run at any hour. */
export async function openScene(print: (line: string) => void): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-tour-'))
  const clock = fakeClock(tomorrowAtTen())
  const keysFolder = join(folder, 'keys')
  try {
    const system = await openSystem({ folder, clock, ports: { blood: 0, county: 0 }, openBatch: false })
    const keyOf = (tenant: string, role: string, name: string) =>
      addSecretKey(keysFolder, { tenant, role, name }, new Date(clock.now())).secretKey
    const [countyKey, bloodKey] = [
      keyOf(county.tenant, 'operator', 'bureau'),
      keyOf(blood.tenant, 'operator', 'centre'),
    ]
    const countyHost = keyOf(county.tenant, 'host', 'portal')
    const partner = keyOf(county.tenant, 'partner', 'waimai')
    await isFollowed(system.county.url, partner)
    const official = (url: string, key: string, role: 'operator' | 'reviewer', id: string) =>
      withSessions(url, async () => {
        const minted = await withSecretKey(url, key).session.mint({ role, id, ttlSeconds: 3600 })
        return unwrap(minted).session
      })
    return {
      log: new TourLog(print),
      clock,
      system,
      programmeText: readFileSync(join(import.meta.dirname, '../county-vouchers/programmes/spring.yaml'), 'utf8'),
      keys: { countyHost, partner },
      li: official(system.county.url, countyKey, 'operator', 'li'),
      zhao: official(system.county.url, countyKey, 'reviewer', 'zhao'),
      he: official(system.blood.url, bloodKey, 'operator', 'he'),
      async close() {
        await system.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Keys are in use from when they are made, so the tour cannot begin before today. China has no summer time. */
function tomorrowAtTen(): string {
  const inChina = new Date(Date.now() + (24 + 8) * 3_600_000)
  return `${inChina.toISOString().slice(0, 10)}T10:00:00+08:00`
}

/** A running system takes up new keys within two seconds. */
export async function isFollowed(url: string, secretKey: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const asked = await withSecretKey(url, secretKey).redemption.get({ redemptionId: 'none' })
    if (!asked.ok && asked.code !== 'secret_key_invalid') return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The new secret keys are not in use after four seconds.')
}
