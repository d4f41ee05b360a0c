import { readScan } from '../scan/read-scan.ts'
import { serialOfMark } from '../scan/serial-of-mark.ts'
import type { WalletContext } from '../state/wallet-flow.ts'

/** Fills the form from what a scan found on a card: its mark, which holds the number, or the number alone. */
export function takeCardScan({ store }: WalletContext, text: string | undefined): void {
  const scan = readScan(text ?? '')
  const mark = scan.kind === 'mark' ? scan.mark : ''
  const serial = scan.kind === 'serial' ? scan.serial : mark && serialOfMark(mark)
  if (serial) store.set({ scanned: { serial, mark }, formProblem: undefined })
  else store.set({ formProblem: 'scanNothing' })
}
