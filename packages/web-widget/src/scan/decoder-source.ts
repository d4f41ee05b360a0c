import { type DecodeQr, nativeDecoder } from './decode-qr.ts'

let source: () => Promise<DecodeQr> = () => Promise.reject(new Error('No decoder.'))

/** How this build fetches our decoder: a bundler's chunk, or a script beside the scanner's. */
export function useDecoderSource(load: () => Promise<DecodeQr>): void {
  source = load
}

/**
 * The browser's own decoder where it reads QR codes, else the page's, else ours, which is fetched now: most tills have a
 * gun and never open a camera.
 *
 * @throws when ours is wanted and cannot be fetched.
 */
export async function loadDecoder(ofPage: DecodeQr | undefined): Promise<DecodeQr> {
  return (await nativeDecoder()) ?? ofPage ?? source()
}
