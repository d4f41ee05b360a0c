import type { CohortState } from '../domain/batch/batch-entity.ts'
import { cohortEntity, countIn } from '../domain/batch/batch-entity.ts'
import type { RedemptionState, VoucherState } from '../domain/voucher/voucher-entity.ts'
import { redemptionEntity, USES_A_VOUCHER, voucherEntity } from '../domain/voucher/voucher-entity.ts'
import type { StoredRow } from '../engine/store-port.ts'
import { decode } from '../engine/workspace.ts'
import { TallyError } from '../kernel/error.ts'
import type { CountedVouchers } from './counted-vouchers.ts'
import { cohortOf, countRedemption, countVoucher, noVouchers } from './counted-vouchers.ts'

type Amounts = Omit<CohortState, 'state'>

/** What rows do not say to the last unit: two refunds of one use are one row. Its remainder goes to the first part. */
const unsure: ReadonlySet<keyof Amounts> = new Set(['refunded', 'refundedMinor', 'salesMinor', 'disallowedMinor'])

interface OldCohort {
  row: StoredRow | undefined
  /** By the lane its vouchers go to. */
  readonly parts: Map<number, CountedVouchers>
}

/**
 * Divides cohorts among the lanes that their vouchers go to: each lane counts its own vouchers anew, and together they say what the
 * cohort said.
 */
export class CohortDivision {
  readonly #cohorts = new Map<string, OldCohort>()
  /** The vouchers of the holder whose rows come just now: a redemption does not say in which cohort it counts. */
  #holder = ''
  readonly #vouchers = new Map<number, CountedVouchers>()

  cohort(row: StoredRow): void {
    this.#of(row.tenant, row.shard, row.owner, row.n).row = row
  }

  /** Rows of holders, in the order of their keys: a holder's vouchers, then their uses. */
  holderRow(row: StoredRow, lane: number): void {
    if (row.kind === voucherEntity.kind) this.#voucher(row, lane)
    else if (row.kind === redemptionEntity.kind) {
      const counted = this.#vouchers.get(Math.floor(row.n / USES_A_VOUCHER))
      if (!counted || this.#holder !== nameOfHolder(row)) throw differs(row, 'a use without its voucher')
      countRedemption(counted, decode(row, redemptionEntity) as RedemptionState)
    }
  }

  #voucher(row: StoredRow, lane: number): void {
    const holder = nameOfHolder(row)
    if (holder !== this.#holder) this.#vouchers.clear()
    this.#holder = holder
    const voucher: VoucherState = decode(row, voucherEntity)
    const { parts } = this.#of(row.tenant, row.shard, voucher.batch, voucher.day)
    const counted = parts.get(lane) ?? noVouchers()
    parts.set(lane, counted)
    this.#vouchers.set(row.n, counted)
    countVoucher(counted, voucher)
  }

  #of(tenant: string, shard: number, batch: number, day: number): OldCohort {
    const name = `${tenant}\u0000${shard}\u0000${batch}\u0000${day}`
    const known = this.#cohorts.get(name) ?? { row: undefined, parts: new Map() }
    this.#cohorts.set(name, known)
    return known
  }

  /**
   * The cohorts of the new lanes.
   * @param lanes how many there are.
   * @throws TallyError `move_figures_differ`, `move_cohorts_differ`.
   */
  divided(lanes: number): StoredRow[] {
    const divided = new Map<string, StoredRow & { readonly cohort: CohortState }>()
    for (const { row, parts } of this.#cohorts.values()) {
      if (!row)
        throw new TallyError('move_figures_differ', 'There are vouchers that no cohort counts. Run tally doctor.')
      for (const [shard, cohort] of partsOf(row, parts, lanes)) {
        const name = `${row.tenant}\u0000${shard}\u0000${row.owner}\u0000${row.n}`
        const before = divided.get(name)?.cohort
        if (before && before.state !== cohort.state) throw endedApart(row)
        const { state, ...amounts } = cohort
        const sum = before ? countIn(before, amounts) : cohort
        divided.set(name, { ...row, v: cohortEntity.version, shard, state: JSON.stringify(sum), cohort: sum })
      }
    }
    return [...divided.values()].map(({ cohort: _cohort, ...row }) => row)
  }
}

function partsOf(
  row: StoredRow,
  counted: ReadonlyMap<number, CountedVouchers>,
  lanes: number,
): [number, CohortState][] {
  const whole: CohortState = decode(row, cohortEntity)
  const [only = row.shard % lanes] = counted.keys()
  if (counted.size < 2) return [[only, whole]]
  let restocked = -whole.issued
  for (const { vouchers } of counted.values()) restocked += vouchers
  const parts: [number, CohortState][] = []
  const { state: _state, ...left } = whole
  const rest: Record<string, number> = { ...left }
  for (const [lane, vouchers] of counted) {
    const here = Math.min(restocked, vouchers.void)
    restocked -= here
    const part = cohortOf(vouchers, whole, here)
    for (const name of Object.keys(left)) rest[name] = (rest[name] ?? 0) - part[name as keyof Amounts]
    parts.push([lane, part])
  }
  for (const [name, amount] of Object.entries(rest)) {
    if (amount !== 0 && !unsure.has(name as keyof Amounts)) throw differs(row, `${name} by ${amount}`)
  }
  const first = parts[0]
  if (first) first[1] = countIn(first[1], rest)
  return parts
}

function nameOfHolder({ tenant, owner }: StoredRow): string {
  return `${tenant}\u0000${owner}`
}

function differs({ tenant, shard, owner, n }: StoredRow, what: string): TallyError {
  return new TallyError(
    'move_figures_differ',
    `The figures of ${tenant}/${shard}, owner ${owner}, number ${n}, do not say what its rows say: ${what}. ` +
      'If a sweep was cut off, start the server once, so that it sweeps, and stop it again; else run tally doctor.',
  )
}

function endedApart({ tenant, owner, n }: StoredRow): TallyError {
  return new TallyError(
    'move_cohorts_differ',
    `Of the vouchers of ${tenant}, batch ${owner}, day ${n}, some lanes have ended theirs otherwise than the others, and the new lanes mix them. ` +
      'Start the server once, so that it sweeps, and stop it again; or choose a multiple of the present number of lanes.',
  )
}
