import { decodeQR } from 'qr/decode.js'
import type { DecodeQr } from './decode-qr.ts'

/** A code fills a good part of what a camera shows; in a photo it may be small. */
const FRAME_PIXELS = 960
const PICTURE_PIXELS = 2048
/** What further looking may take after the first look found nothing: the next frame comes soon, another photo does not. */
const FRAME_MS = 40
const PICTURE_MS = 800

let canvas: HTMLCanvasElement | undefined

/** Reads a frame of a video, or a picture, in script: for browsers without a decoder of their own. */
export const decodeFrame: DecodeQr = async (picture) => {
  const isVideo = picture instanceof HTMLVideoElement
  const width = isVideo ? picture.videoWidth : picture.width
  const height = isVideo ? picture.videoHeight : picture.height
  const scale = Math.min(1, (isVideo ? FRAME_PIXELS : PICTURE_PIXELS) / Math.max(width, height))
  canvas ??= document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  // A video has no size before its first frame.
  if (!context || canvas.width === 0 || canvas.height === 0) return undefined
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  try {
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height)
    return decodeQR(pixels, { timeLimit: isVideo ? FRAME_MS : PICTURE_MS })
  } catch {
    // The library throws where it finds no code.
    return undefined
  }
}
