import type { WalletFlow } from '../state/wallet-flow.ts'
import { bindCard } from './bind-card.ts'
import { cardScanning } from './card-scanning.ts'
import { checkCard } from './check-card.ts'
import { takeCardScan } from './scan-card.ts'

/** What a person does with one card: bind it, ask whether it is genuine, and fill the form by a scan. */
export interface CardActions {
  bind(serial: string, secret: string): void
  check(serial: string, mark: string): void
  readonly onWechat: (() => void) | undefined
  readonly onPicture: ((file: Blob) => void) | undefined
}

export function cardActions(flow: WalletFlow): CardActions {
  const { context } = flow
  const { byWechat, byPicture } = cardScanning(context.options.getWxConfig, context.options.decodeQr)
  const scanned = (text: string | undefined) => takeCardScan(context, text)
  return {
    bind: (serial, secret) => bindCard(flow, serial, secret),
    check: (serial, mark) => checkCard(flow, serial, mark),
    onWechat: byWechat && (() => byWechat().then(scanned)),
    onPicture: byPicture && ((file) => byPicture(file).then(scanned)),
  }
}
