/** Finds the text of a QR code in a picture; undefined when there is none. */
export type DecodeQr = (picture: ImageBitmap | HTMLVideoElement | HTMLImageElement) => Promise<string | undefined>

interface Detector {
  detect(picture: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>
}

interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

/**
 * The browser's own decoder. The class alone proves nothing: on phones without Google services it is there and reads no
 * format at all.
 */
export async function nativeDecoder(): Promise<DecodeQr | undefined> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass }
  try {
    if (!BarcodeDetector || !(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return undefined
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    return async (picture) => (await detector.detect(picture))[0]?.rawValue
  } catch {
    return undefined
  }
}
