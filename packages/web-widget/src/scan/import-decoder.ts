import type { DecodeQr } from './decode-qr.ts'

/** For pages with a bundler: the decoder is a chunk. */
export async function importDecoder(): Promise<DecodeQr> {
  return (await import('./decode-frame.ts')).decodeFrame
}
