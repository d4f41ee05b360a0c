import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type Clock, createTally, type Store, type Tally } from '@tallystick/core'
import { fileKeys, sqliteStore } from '@tallystick/node'
import { bloodPortal } from './blood-centre/blood-portal.ts'
import { type CardStore, prepareBloodCentre } from './blood-centre/prepare.ts'
import { countyPortal } from './county-vouchers/county-portal.ts'
import { prepareCounty } from './county-vouchers/prepare.ts'
import { closeServer, listen, urlOf } from './web/listen.ts'

export interface OpenSystem {
  readonly tally: Tally
  readonly store: Store
  readonly keysFolder: string
  readonly blood: { readonly url: string; readonly cards: CardStore }
  readonly county: { readonly url: string }
  close(): Promise<void>
}

export interface OpenOptions {
  readonly folder: string
  readonly clock: Clock
  /** 0 takes any free port. */
  readonly ports: { readonly blood: number; readonly county: number }
  /** Opens a first batch of vouchers, as on a day when the programme is running. Default true. */
  readonly openBatch?: boolean
}

/** Both portals on one system: one database file and one folder of keys, two organisations. */
export async function openSystem({ folder, clock, ports, openBatch = true }: OpenOptions): Promise<OpenSystem> {
  mkdirSync(folder, { recursive: true })
  const keysFolder = join(folder, 'keys')
  const store = sqliteStore(join(folder, 'tally.db'))
  const tally = await createTally({ store, keys: fileKeys(keysFolder, { create: true }), clock })
  const closers: (() => Promise<unknown>)[] = [() => tally.close()]
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne()
  }
  try {
    const cards = await prepareBloodCentre(tally)
    await prepareCounty(tally, { openBatch })
    const bloodServer = createServer(bloodPortal(tally, cards))
    const bloodUrl = await listen(bloodServer, ports.blood)
    closers.push(() => closeServer(bloodServer))
    const county = await countyPortal(tally)
    closers.push(() => county.close())
    await county.listen({ port: ports.county, host: '127.0.0.1' })
    return {
      tally,
      store,
      keysFolder,
      blood: { url: bloodUrl, cards },
      county: { url: urlOf(county.server) },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
