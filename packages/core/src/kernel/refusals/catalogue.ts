import { cardRefusals } from './card.ts'
import { custodyRefusals } from './custody.ts'
import { drawRefusals } from './draw.ts'
import type { RefusalEntry } from './entry.ts'
import { offlineRefusals } from './offline.ts'
import { partyRefusals } from './party.ts'
import { batchRefusals, programmeRefusals } from './programme.ts'
import { requestRefusals } from './request.ts'
import { twoPeopleRefusals } from './two-people.ts'
import { voucherRefusals } from './voucher.ts'

/** Every refusal there is, closed: codes are stable across versions; texts may be improved. */
export const refusals = {
  ...requestRefusals,
  ...programmeRefusals,
  ...batchRefusals,
  ...voucherRefusals,
  ...drawRefusals,
  ...offlineRefusals,
  ...cardRefusals,
  ...custodyRefusals,
  ...partyRefusals,
  ...twoPeopleRefusals,
} as const satisfies Record<string, RefusalEntry>

export type RefusalCode = keyof typeof refusals
export type CommonRefusalCode = keyof typeof requestRefusals

export function refusalEntry(code: string): RefusalEntry | undefined {
  return Object.hasOwn(refusals, code) ? refusals[code as RefusalCode] : undefined
}
