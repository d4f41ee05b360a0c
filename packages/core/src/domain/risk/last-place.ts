import type { KeyRing } from '../../kernel/key-ring.ts'
import type { Coordinates } from '../../values/position.ts'
import { distanceMetres, toDatum } from '../../values/position.ts'
import type { HolderState } from '../holder/holder-entity.ts'
import { hasDataKey, openFacts, sealFacts } from '../holder/seal-facts.ts'
import type { HolderRiskState } from './holder-risk.ts'

interface Sealing {
  readonly keys: KeyRing
  readonly actor: { readonly tenant: string }
  readonly now: number
  random(bytes: number): Uint8Array
}

/** Two decimals are about a kilometre: enough to tell a journey that nobody makes, too little to tell a house. */
const GRID = 100
/** Within what the grid and an indoor position can be wrong by. */
const SAME_PLACE_KM = 2
/** Two calls within the same moment still take a minute. */
const LEAST_HOURS = 1 / 60

export interface Journey {
  /** Whole kilometres from the place they were last seen at. */
  readonly km: number
  /** The speed that would have taken; zero for a stay within the error of the grid. */
  readonly kmPerHour: number
}

/** How far and how fast the person came since they were last seen, or undefined when nothing is known of either. */
export function journeyTo(
  here: Coordinates | undefined,
  holder: HolderState | undefined,
  risk: HolderRiskState | undefined,
  owner: number,
  ctx: Sealing,
): Journey | undefined {
  if (!here || risk?.place === undefined || risk.placeAt === undefined) return undefined
  const last = openFacts(holder, owner, risk.place, ctx) as Coordinates | undefined
  if (!last) return undefined
  const km = Math.round(distanceMetres(toDatum(here, 'wgs84'), last) / 1000)
  const hours = Math.max((ctx.now / 1000 - risk.placeAt) / 3600, LEAST_HOURS)
  return { km, kmPerHour: km <= SAME_PLACE_KM ? 0 : Math.round(km / hours) }
}

/** The place to remember, coarse and sealed; undefined for a holder without a data key: none is made for this alone. */
export function sealPlace(
  here: Coordinates | undefined,
  holder: HolderState | undefined,
  owner: number,
  ctx: Sealing,
): string | undefined {
  if (!here || !holder || !hasDataKey(holder)) return undefined
  const { latitude, longitude } = toDatum(here, 'wgs84')
  const coarse = { latitude: coarsely(latitude), longitude: coarsely(longitude), datum: 'wgs84' }
  return sealFacts(holder, owner, coarse, ctx).sealed
}

function coarsely(degrees: number): number {
  return Math.round(degrees * GRID) / GRID
}
