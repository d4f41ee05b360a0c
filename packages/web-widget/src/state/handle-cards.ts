import { readPairs } from '../scan/read-pairs.ts'
import { readScan } from '../scan/read-scan.ts'
import { serialOfMark } from '../scan/serial-of-mark.ts'
import { actOnline } from './act-online.ts'
import type { Answer } from './answer.ts'
import type { ActivationReport, CardChoice } from './counter-api.ts'
import { reportRefusal } from './report-refusal.ts'
import { showOpen } from './sale-outcomes.ts'
import type { ScannerContext } from './scanner-context.ts'
import { emptyFields, type ScannerState, type StaffTask, type TaskProblem } from './scanner-state.ts'
import { withLine } from './sell.ts'

type Fields = ScannerState['fields']

/** What is to be sent, or what is wrong with the fields. */
type Prepared = { readonly card: string; readonly send: (key: string) => Promise<Answer<unknown>> } | TaskProblem

/** Activates a card or a range, or takes an activation back; the fields are checked by form here and by fact there. */
export async function handleCards(context: ScannerContext, task: StaffTask): Promise<void> {
  const { store, emit } = context
  const { fields, isBusy, done } = store.get()
  if (isBusy) return
  const prepared = prepare[task](fields, context)
  if ('key' in prepared) {
    store.set({ view: { name: 'task', task, problem: prepared } })
    return
  }
  store.set({ isBusy: true, view: { name: 'task', task } })
  const { card, send } = prepared
  const answer = await actOnline(context, `${task}:${card}`, send)
  if (!context.isAlive()) return
  if (answer === 'open') return showOpen(context, () => handleCards(context, task))
  const report = answer.ok && task !== 'reverse' ? (answer.value as ActivationReport) : undefined
  const isGood = answer.ok && (report === undefined || report.report.every(({ ok }) => ok))
  context.signal(isGood)
  if (!answer.ok) reportRefusal(emit, answer)
  emit(
    'tally-scan',
    answer.ok ? { result: task === 'reverse' ? 'reversed' : 'activated' } : { result: 'refused', code: answer.code },
  )
  store.set({
    isBusy: false,
    done: withLine(done, { ok: isGood, text: card, note: answer.ok ? task : answer.code }),
    ...(answer.ok && { fields: emptyFields }),
    view: answer.ok
      ? { name: 'task-done', task, card, ...(report && { report }) }
      : { name: 'task-refused', task, refusal: answer },
  })
}

const prepare: Record<StaffTask, (fields: Fields, context: ScannerContext) => Prepared> = {
  activate({ card, donation }, { api }) {
    const scan = readScan(card)
    const by: CardChoice | undefined =
      scan.kind === 'mark' ? { mark: scan.mark } : scan.kind === 'serial' ? { serial: scan.serial } : undefined
    if (!by) return { key: 'cardWrong' }
    const donationReference = donation.normalize('NFKC').trim()
    const input = { by, ...(donationReference && { donationReference }) }
    return { card: shownCard(card), send: (key) => api.card.activate(input, { idempotencyKey: key }) }
  },
  range({ from, to, pairs }, { api }) {
    const first = readScan(from)
    const last = readScan(to)
    if (first.kind !== 'serial' || last.kind !== 'serial') return { key: 'rangeWrong' }
    const donations = readPairs(pairs)
    if ('wrongLine' in donations) return { key: 'pairsWrong', line: donations.wrongLine }
    const by: CardChoice = { from: first.serial, to: last.serial, ...(donations.length > 0 && { donations }) }
    return {
      card: `${first.serial} – ${last.serial}`,
      send: (key) => api.card.activate({ by }, { idempotencyKey: key }),
    }
  },
  reverse({ card, reason, reasonText }, { api }) {
    const serial = serialIn(card)
    if (!serial) return { key: 'cardWrong' }
    const why = (reason === 'other' ? reasonText : reason).trim()
    if (!why) return { key: 'reasonMissing' }
    return { card: serial, send: (key) => api.card.reverseActivation({ serial, reason: why }, { idempotencyKey: key }) }
  },
}

function serialIn(text: string): string | undefined {
  const scan = readScan(text)
  if (scan.kind === 'serial') return scan.serial
  return scan.kind === 'mark' ? serialOfMark(scan.mark) : undefined
}

/** A mark is long and says nothing to people: its serial number stands for it. */
export function shownCard(text: string): string {
  return serialIn(text) ?? text
}
