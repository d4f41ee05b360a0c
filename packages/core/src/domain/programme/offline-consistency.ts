import type { ProgrammeDocument, VoucherBenefit } from './document-schema.ts'
import { gatherReferences } from './gather-references.ts'

type Add = (path: string, code: string, problem: string, hint: string) => void

/** What a till without a network could not judge may not be asked of a voucher that it takes. */
export function checkOffline(document: ProgrammeDocument, at: string, benefit: VoucherBenefit, add: Add): void {
  const { offline, device } = benefit.safeguards
  if (!offline) return
  const path = `${at}/safeguards/offline`
  const { perVoucherMinor, perTerminalMinor, perDayMinor } = offline
  if (perVoucherMinor > perTerminalMinor || perTerminalMinor > perDayMinor) {
    const hint = 'perVoucherMinor ≤ perTerminalMinor ≤ perDayMinor'
    add(path, 'offline_caps_order', 'a voucher may cost more than a till, or a till more than its shop', hint)
  }
  if (device === 'none') {
    const problem = 'without a network only a key that the phone has bound proves who shows a voucher'
    add(path, 'offline_without_device', problem, 'write device: optional or required')
  }
  if ('exchange' in benefit.terms) {
    add(path, 'offline_with_exchange', 'an exchange is not priced without a network', 'use terms for money')
  }
  if (benefit.usable.hours || benefit.presence === 'atRedemptionToo' || benefit.excludedGoods.length > 0) {
    const problem = 'hours, presence at redemption and excluded goods are not judged without a network'
    add(path, 'offline_with_conditions', problem, 'leave them out, or offline')
  }
  const read = gatherReferences([{ conditions: benefit.redemption, path: '' }], document).facts
  const beyond = read.find(({ name }) => !name.startsWith('merchant.'))
  if (beyond) {
    const hint = 'conditions on merchant facts are judged when the till gets its allowance'
    add(path, 'offline_with_rules', `a redemption rule reads ${beyond.name}, which is not known offline`, hint)
  }
}
