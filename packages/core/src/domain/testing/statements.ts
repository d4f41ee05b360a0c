import { unwrap } from '../../unwrap.ts'
import type { County } from './county.ts'

type Closing = Pick<County, 'sponsor' | 'store'>

/** Closes all days that are over, in every lane at once. */
export async function closeStatements({ sponsor, store }: Closing, limit = 500): Promise<void> {
  const closeLane = async (lane: number) => {
    while (unwrap(await sponsor.statement.close({ programme: 'spring', lane, limit })).more);
  }
  await Promise.all(Array.from({ length: store.shards }, (_, lane) => closeLane(lane)))
}

/** A closed day's statement as the bytes that it is. */
export async function statementOf({ sponsor }: Closing, day: string): Promise<string> {
  return JSON.stringify(unwrap(await sponsor.statement.get({ programme: 'spring', day })))
}

/** What the statements of these days come to for each shop, and what the ledger owes each of them. */
export async function owedToShops({ sponsor }: Closing, days: readonly string[]) {
  const told: Record<string, number> = {}
  const add = (sums: Record<string, number>, shop: string, amountMinor: number) => {
    sums[shop] = (sums[shop] ?? 0) + amountMinor
  }
  for (const day of days) {
    const { lines } = unwrap(await sponsor.statement.get({ programme: 'spring', day }))
    for (const { merchantId, payableMinor } of lines) add(told, merchantId, payableMinor)
  }
  const booked: Record<string, number> = {}
  const { accounts } = unwrap(await sponsor.ledger.balances({}))
  for (const { account, balanceMinor } of accounts) {
    const [, shop] = /^(?:payable|offline\.owed)\/\d+\/(.+)$/.exec(account) ?? []
    if (shop !== undefined) add(booked, shop, balanceMinor)
  }
  return { told, booked }
}
