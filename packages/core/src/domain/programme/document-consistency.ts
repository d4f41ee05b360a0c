import { parseInstant } from '../../values/calendar.ts'
import type { ProgrammeDocument, VoucherBenefit } from './document-schema.ts'
import { gatherReferences } from './gather-references.ts'
import { checkOffline } from './offline-consistency.ts'

export interface ConsistencyIssue {
  readonly path: string
  readonly code: string
  readonly problem: string
  readonly hint: string
}

type Add = (path: string, code: string, problem: string, hint: string) => void

/** What a schema of single members cannot see. */
export function consistency(document: ProgrammeDocument): ConsistencyIssue[] {
  const issues: ConsistencyIssue[] = []
  const add: Add = (path, code, problem, hint) => issues.push({ path, code, problem, hint })
  const from = parseInstant(document.period.from)
  const to = parseInstant(document.period.to)
  if (from === undefined || to === undefined || from >= to) {
    add('/period/to', 'period_empty', 'the period must end after it begins', 'the end no longer belongs to it')
  }
  if (!isTimeZone(document.timeZone)) {
    add('/timeZone', 'zone_unknown', 'not a time zone; for China write Asia/Shanghai', 'an IANA name')
  }
  for (const [name, benefit] of Object.entries(document.benefits)) {
    if (benefit.kind === 'voucher') checkVoucher(document, name, benefit, add)
  }
  checkRisk(document, add)
  return issues
}

function checkVoucher(document: ProgrammeDocument, name: string, benefit: VoucherBenefit, add: Add): void {
  const { terms } = benefit
  const at = `/benefits/${name}`
  if ('offMinor' in terms && terms.thresholdMinor > 0 && terms.offMinor > terms.thresholdMinor) {
    const hint = 'write fixedMinor for an amount off any order'
    add(`${at}/terms/offMinor`, 'off_over_threshold', 'more is taken off than the order must reach', hint)
  }
  checkOffline(document, at, benefit, add)
  if (benefit.presence !== 'atRedemptionToo') return
  const read = factsOf(document, benefit)
  if (!read.includes('position')) {
    const hint = 'add a condition on position, or leave presence out'
    add(`${at}/presence`, 'presence_without_rule', 'no eligibility rule asks for the position', hint)
  }
  if (read.some((fact) => fact.startsWith('quota.'))) {
    const problem = 'eligibility holds again at the use, when the count includes this very voucher'
    add(`${at}/presence`, 'presence_with_counts', problem, 'put the counts into quota')
  }
}

/** Two rules of one name could not be told apart in the journal. */
function checkRisk({ risk }: ProgrammeDocument, add: Add): void {
  for (const [index, { name, at, do: outcome, by, rounds }] of risk.entries()) {
    const path = `/risk/${index}`
    if (risk.findIndex((rule) => rule.name === name) < index) {
      add(`${path}/name`, 'risk_rule_duplicate', `two risk rules are named "${name}"`, 'take another name')
    }
    if (by !== undefined && outcome !== 'challenge') {
      add(`${path}/by`, 'risk_by_without_challenge', 'only a challenge is met by something', 'write do: challenge')
    }
    if (by === 'work' && at !== 'claim') {
      add(`${path}/by`, 'risk_work_at_use', 'a till cannot work for the person at its counter', 'write at: claim')
    }
    if (rounds !== undefined && by !== 'work') {
      add(`${path}/rounds`, 'risk_rounds_without_work', 'rounds say how much work a challenge is', 'write by: work')
    }
  }
}

/** Every fact that the eligibility rules lead to, through shared conditions and derived facts too. */
function factsOf(document: ProgrammeDocument, benefit: VoucherBenefit): readonly string[] {
  const parts = [
    { conditions: document.eligibility, path: '' },
    { conditions: benefit.eligibility, path: '' },
  ]
  return gatherReferences(parts, document).facts.map(({ name }) => name)
}

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
