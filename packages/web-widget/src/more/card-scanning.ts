import { type DecodeQr, nativeDecoder } from '../scan/decode-qr.ts'
import { readPicture } from '../scan/read-picture.ts'
import { type GetWechatConfig, wechatScan } from '../scan/wechat.ts'

/** The ways to a scan that a page without the scanner's camera has; each answers undefined when nothing was found. */
export interface CardScanning {
  readonly byWechat: (() => Promise<string | undefined>) | undefined
  readonly byPicture: ((file: Blob) => Promise<string | undefined>) | undefined
}

/** @param decode the page's decoder, for browsers without one of their own: `tally-scanner-decoder.iife.js` brings one. */
export function cardScanning(getConfig: GetWechatConfig | undefined, decode: DecodeQr | undefined): CardScanning {
  const canDecode = decode !== undefined || 'BarcodeDetector' in globalThis
  return {
    byWechat: wechatScan(getConfig),
    byPicture: canDecode
      ? async (file) => {
          const read = (await nativeDecoder()) ?? decode
          return read && readPicture(file, read)
        }
      : undefined,
  }
}
