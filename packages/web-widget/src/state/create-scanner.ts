import { isSerial } from '../scan/is-serial.ts'
import { type AmountKey, typeAmount } from '../scan/order-amount.ts'
import { readScan } from '../scan/read-scan.ts'
import { createWedge } from '../scan/wedge.ts'
import { finishAsked } from './finish-asked.ts'
import { handleCards, shownCard } from './handle-cards.ts'
import type { ScannerContext } from './scanner-context.ts'
import {
  type CodeUse,
  emptyFields,
  type Sale,
  type ScannerState,
  type ScannerView,
  type StaffTask,
  type TaskField,
} from './scanner-state.ts'
import { createSight, type Sight } from './see-code.ts'
import { sell } from './sell.ts'
import { watchCustomer } from './watch-customer.ts'
import { watchPayments } from './watch-payments.ts'

/** What a cashier or a nurse can do, and what the page around it tells it. */
export interface Scanner extends Sight {
  /** A code off the gun, typed or pasted. */
  scan(text: string): void
  type(key: AmountKey): void
  confirm(): void
  /** From a result to the next customer; from anywhere to the beginning. */
  next(): void
  changeAmount(): void
  /** The customer scans the till: first the amount. */
  ask(): void
  /** Makes the sale that the customer agreed to; or lets it go, and what is held for it. */
  finish(isDone: boolean): void
  /** Shows what came in by the shop's printed code. */
  showPayments(): void
  stop(): void
  /** The code turned out to be of the other kind. */
  useAs(use: CodeUse): void
  open(task: StaffTask): void
  fill(field: TaskField, value: string): void
  run(task: StaffTask): void
  /** A key anywhere on the page; true when it was the scanner's and the page should not have it. */
  press(key: KeyInput): boolean
}

export interface KeyInput {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
  readonly timeStamp: number
  /** The key goes into a text field or onto a button, which knows itself what Enter means. */
  readonly target: 'field' | 'button' | 'page'
}

/** While an amount is typed only a code can be a scan; a quick hand and Enter are not. */
function isScan(view: ScannerView, text: string): boolean {
  return view.name !== 'amount' || 'code' in readScan(text)
}

/** Donation numbers may look like serial numbers: the check digit tells, and a card that is there already. */
function isCardScan(task: StaffTask, text: string, { card }: ScannerState['fields']): boolean {
  const found = readScan(text)
  if (found.kind === 'mark') return true
  return (
    found.kind === 'serial' && isSerial(found.serial) && (task !== 'activate' || card === '' || card === found.serial)
  )
}

/** A scan belongs to the field it can only be meant for, wherever the cursor stands. */
function filledByScan(task: StaffTask, text: string, fields: ScannerState['fields']): ScannerState['fields'] {
  const found = readScan(text)
  const isCard = isCardScan(task, text, fields)
  // An address is no donation's number.
  if (!isCard && (task !== 'activate' || text.includes('://'))) return fields
  const field: TaskField = !isCard ? 'donation' : task !== 'range' ? 'card' : fields.from === '' ? 'from' : 'to'
  const value = task === 'range' ? shownCard(text) : found.kind === 'serial' ? found.serial : text
  return { ...fields, [field]: value }
}

function newSale({ nextOrderNumber }: ScannerContext, code: string, use: CodeUse): Sale {
  return { code, use, typed: '', orderNumber: nextOrderNumber() }
}

/** The screen that a scan is for. */
const wantedBy = (view: ScannerView): ScannerView => (view.name === 'camera' ? view.back : view)

/** What a camera or a picture shows may be anything: a poster's code is in view as well. */
function isUseful(view: ScannerView, fields: ScannerState['fields'], text: string): boolean {
  return view.name === 'task' ? filledByScan(view.task, text, fields) !== fields : 'code' in readScan(text)
}

/** The keyboard's own digits do what the keys on the screen do. */
function takeAmountKey({ key, target }: KeyInput, { confirm, type }: Pick<Scanner, 'confirm' | 'type'>): boolean {
  if (key === 'Enter' && target !== 'button') {
    confirm()
    return true
  }
  const amountKey = key === 'Backspace' ? 'erase' : key === 'Delete' || key === 'Escape' ? 'clear' : key
  if (!/^(\d|\.|erase|clear)$/.test(amountKey)) return false
  type(amountKey as AmountKey)
  return true
}

/** The counter's behaviour without its looks. */
export function createScanner(context: ScannerContext): Scanner {
  const { store } = context
  const wedge = createWedge()
  /** As the form was when the first key of a possible scan came: what a gun typed into it is taken back. */
  let { fields: before } = store.get()

  const show = (view: ScannerView) => store.set({ view })
  const home = (): ScannerView => (store.get().mode === 'staff' ? { name: 'staff' } : { name: 'scan' })

  const stopWatching = watchCustomer(context)
  const payments = watchPayments(context)

  function scan(text: string): void {
    if (store.get().isBusy) return
    const found = readScan(text)
    const use: CodeUse = found.kind === 'card' ? 'spend' : 'redeem'
    if ('code' in found) show({ name: 'amount', sale: newSale(context, found.code, use) })
    else show({ name: 'scan', problem: { key: 'codeWrong' } })
  }

  function changeSale(change: (sale: Sale) => Sale): void {
    const { view, isBusy } = store.get()
    if (view.name === 'amount' && !isBusy) show({ name: 'amount', sale: change(view.sale) })
  }

  function type(key: AmountKey): void {
    changeSale((sale) => ({ ...sale, typed: typeAmount(sale.typed, key, context.fractionDigits()) }))
  }

  function confirm(): void {
    const { view } = store.get()
    if (view.name === 'amount') sell(context, view.sale)
  }

  /** The same order, another amount or use: another act, so the number that names the act changes too. */
  function sellAgain(changes: Partial<Sale>): void {
    const { view } = store.get()
    if (view.name !== 'refused') return
    show({ name: 'amount', sale: { ...view.sale, ...changes, orderNumber: context.nextOrderNumber() } })
  }

  function fillByScan(task: StaffTask, text: string): void {
    store.set({ fields: filledByScan(task, text, before), view: { name: 'task', task } })
  }

  function takeScan(text: string): void {
    const { view: shown, mode, isBusy } = store.get()
    const view = wantedBy(shown)
    if (isBusy || /^(checking|waiting|agreed)$/.test(view.name)) return
    if (view.name === 'task') {
      fillByScan(view.task, text)
    } else if (mode === 'shop') {
      scan(text)
    } else {
      before = emptyFields
      fillByScan('activate', text)
    }
  }

  function takeSeen(text: string): boolean {
    const { view, fields } = store.get()
    before = fields
    const isWanted = isUseful(wantedBy(view), fields, text)
    if (isWanted) takeScan(text)
    return isWanted
  }

  return {
    ...createSight(context, takeSeen),
    scan,
    type,
    confirm,
    next: () => store.set({ view: home(), fields: emptyFields }),
    ask() {
      const { isBusy } = store.get()
      if (!isBusy) show({ name: 'amount', sale: newSale(context, '', 'ask') })
    },
    finish: (isDone) => finishAsked(context, isDone),
    showPayments: payments.show,
    stop() {
      stopWatching()
      payments.stop()
    },
    changeAmount: () => sellAgain({}),
    useAs: (use) => sellAgain({ use }),
    open: (task) => store.set({ view: { name: 'task', task }, fields: emptyFields }),
    fill: (field, value) => store.set({ fields: { ...store.get().fields, [field]: value } }),
    run: (task) => handleCards(context, task),
    press(key) {
      const { view, fields } = store.get()
      const text = wedge.press(key)
      if (wedge.length === 1) before = fields
      if (text !== undefined && isScan(view, text)) {
        takeScan(text)
        return true
      }
      return view.name === 'amount' && key.target !== 'field' && takeAmountKey(key, { confirm, type })
    },
  }
}
