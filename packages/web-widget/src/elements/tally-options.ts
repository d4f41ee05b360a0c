import type { Messages } from '../i18n/message-keys.ts'
import type { DecodeQr } from '../scan/decode-qr.ts'
import type { GetWechatConfig } from '../scan/wechat.ts'
import type { GetSession } from '../state/ask-page.ts'

/** What no attribute can carry. */
export interface TallyOptions {
  /** Where the API is mounted: `/tally`, or `https://vouchers.example/tally`. */
  readonly apiBase?: string
  readonly getSession?: GetSession
  readonly locale?: string
  /** Inside WeChat: what its script wants before it scans, signed by the page's backend for this address. */
  readonly getWxConfig?: GetWechatConfig
  /** Reads QR codes where the browser cannot, in place of the scanner's own decoder. */
  readonly decodeQr?: DecodeQr | undefined
  /** Sentences of the page's own in place of ours, by key. */
  readonly messages?: Messages
}
