import type { Outcome } from '@tallystick/core'
import type { PlainCaller } from '../caller.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'
import { formatMoney } from '../format-money.ts'
import { showProgress } from '../progress.ts'

interface Batch {
  readonly batchId: string
  readonly benefit: string
  readonly state: string
}

interface Figures {
  readonly quota: number
  readonly left: number
  readonly outstanding: number
  readonly redeemed: number
  readonly expired: number
  readonly voided: number
  readonly refunded: number
  readonly subsidyMinor: number
  readonly salesMinor: number
  readonly currency: string
  readonly asOf: string
}

interface CardStock {
  readonly cardBatchId: string
  readonly benefit: string
  readonly faceMinor: number
  readonly spare: boolean
  readonly currency: string
  readonly purchasedMinor: number
  readonly acceptedMinor: number
  readonly storedMinor: number
  readonly activatedMinor: number
  readonly spentMinor: number
  readonly voidMinor: number
  readonly cards: Readonly<Record<string, number>>
}

interface Balances {
  readonly sums: Readonly<Record<string, number>>
  readonly asOf: string
}

type BatchReport = Batch & { readonly figures: Figures }

export const addReportCommand: AddCommand = (program, run) => {
  program
    .command('report')
    .description('First figures: what became of every batch of vouchers and cards, and whether the ledger is balanced.')
    .action(() => run((line) => line.operate((call) => report(line, call))))
}

async function report(line: CommandLine, call: PlainCaller): Promise<ExitCode> {
  const listed = await call('batch.list', {})
  if (!listed.ok) return line.output.refused(listed)
  const { batches } = listed.value as { batches: readonly Batch[] }
  const progress = showProgress(line.terminal, 'Counting batches', batches.length)
  const reports: BatchReport[] = []
  for (const batch of batches) {
    const figures = await call('batch.figures', { batchId: batch.batchId })
    if (!figures.ok) return line.output.refused(figures)
    reports.push({ ...batch, figures: figures.value as Figures })
    progress.at(reports.length)
  }
  progress.end()
  const stocks = await cardStocks(call)
  if (!stocks.ok) return line.output.refused(stocks)
  const ledger = await call('ledger.balances', {})
  if (!ledger.ok) return line.output.refused(ledger)
  const { sums, asOf } = ledger.value as Balances
  return line.output.done(
    { batches: reports, cardBatches: stocks.value, ledger: { sums, balanced: isBalanced(sums) }, asOf },
    [
      ...(reports.length === 0 ? ['No batch has been opened.'] : reports.flatMap(describe)),
      ...stocks.value.flatMap(describeCards),
      isBalanced(sums)
        ? 'The ledger is balanced.'
        : `THE LEDGER IS NOT BALANCED: ${JSON.stringify(sums)}. Stop and report this.`,
      `As of ${asOf}`,
    ],
  )
}

async function cardStocks(call: PlainCaller): Promise<Outcome<readonly CardStock[]>> {
  const listed = await call('card.batches', {})
  if (!listed.ok) return listed
  const stocks: CardStock[] = []
  for (const { cardBatchId } of (listed.value as { cardBatches: readonly { cardBatchId: string }[] }).cardBatches) {
    const stock = await call('card.stock', { cardBatchId })
    if (!stock.ok) return stock
    stocks.push(stock.value as CardStock)
  }
  return { ok: true, value: stocks }
}

function describeCards(stock: CardStock): string[] {
  const { cards, currency } = stock
  const money = (amountMinor: number) => formatMoney(amountMinor, currency)
  return [
    `${stock.benefit}  ${stock.spare ? 'spare cards' : `cards of ${money(stock.faceMinor)}`}  ${stock.cardBatchId}`,
    `  of ${cards.ordered} ordered: ${cards.produced} produced, ${cards.accepted} accepted, ${cards.stored} stored, ${cards.activated} activated, ${cards.spent} spent, ${cards.void} void`,
    `  purchased ${money(stock.purchasedMinor)} = accepted ${money(stock.acceptedMinor)} + stored ${money(stock.storedMinor)} + activated ${money(stock.activatedMinor)} + spent ${money(stock.spentMinor)} + void ${money(stock.voidMinor)}`,
  ]
}

function isBalanced(sums: Readonly<Record<string, number>>): boolean {
  return Object.values(sums).every((sum) => sum === 0)
}

function describe({ batchId, benefit, state, figures }: BatchReport): string[] {
  const { quota, left, outstanding, redeemed, expired, voided, refunded, currency } = figures
  return [
    `${benefit}  ${state}  ${batchId}`,
    `  of ${quota}: ${left} left, ${outstanding} outstanding, ${redeemed} redeemed, ${expired} expired, ${voided} voided`,
    `  subsidy ${formatMoney(figures.subsidyMinor, currency)} on sales of ${formatMoney(figures.salesMinor, currency)}, ${refunded} refunds`,
  ]
}
