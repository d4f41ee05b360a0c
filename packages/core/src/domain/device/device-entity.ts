import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { DeviceJwk } from '../../token/holder-proof/holder-proof.ts'

export interface BoundKey {
  readonly jwk: DeviceJwk
  readonly kid: string
  readonly since: number
}

/** The one device that may fetch codes and confirm for a person, where a programme asks for one. */
export interface DeviceState {
  readonly bound: BoundKey
  /** Another device, from `since` on; until then the bound one can stop it. */
  readonly pending?: BoundKey | undefined
  /** When it was changed, the last year; a binding that was stopped does not count. */
  readonly changes: readonly number[]
}

export const deviceEntity = defineEntity<DeviceState>({ kind: 47, name: 'device', version: 1 })

/** A new phone waits so long: time for whoever has the old one to see it and stop it. */
export const REBIND_DELAY_MS = 24 * 3_600_000
export const REBINDS_A_YEAR = 3
export const YEAR_MS = 365 * 24 * 3_600_000

export function deviceRef(owner: number): Ref<DeviceState> {
  return ref(deviceEntity, owner)
}

/** The device as it stands now: a pending key takes over by itself when its time has come. */
export function deviceNow(state: DeviceState | undefined, now: number): DeviceState | undefined {
  if (!state?.pending || now < state.pending.since) return state
  return { bound: state.pending, changes: state.changes }
}
