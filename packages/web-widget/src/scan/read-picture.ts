import type { DecodeQr } from './decode-qr.ts'
import { openPicture } from './open-picture.ts'

/** The text of the QR code in a picture a person took or chose; undefined when there is none, or no picture. */
export async function readPicture(file: Blob, decode: DecodeQr): Promise<string | undefined> {
  const picture = await openPicture(file)
  // A decoder that fails at a picture has found nothing in it.
  return picture && decode(picture).catch(() => undefined)
}
