// Photographed QR codes, read by two decoders that have nothing in common: jsQR, and the `qr` package's.
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { decodeQR } from 'qr/decode.js'
import { blurred, dimmed, type Frame, frameOf, tilted } from './disturb.ts'

const TILT_DEGREES = 15
/** Of each of three means: a module of the smallest screen is seven pixels wide. */
const BLUR_PIXELS = 2

/** The share of disturbed pictures that has to be read; of clean ones all. */
export const ENOUGH = 0.95

export type Decode = (frame: Frame) => string | undefined

export const decoders: Readonly<Record<string, Decode>> = {
  jsQR: ({ data, width, height }) => jsQR(data, width, height)?.data,
  qr: (frame) => {
    try {
      return decodeQR(frame, { timeLimit: 100 })
    } catch {
      return undefined
    }
  },
}

export const disturbances: Readonly<Record<string, (frame: Frame) => Frame>> = {
  'with half the light': (frame) => dimmed(frame, 0.5),
  'tilted by 15 degrees': (frame) => tilted(frame, TILT_DEGREES),
  'out of focus': (frame) => blurred(frame, BLUR_PIXELS),
}

export interface Photograph {
  readonly frame: Frame
  /** What the service gave this page to show: the code may change between its answer and the screenshot. */
  readonly texts: readonly string[]
}

export function photographOf(screenshot: Buffer, texts: readonly string[]): Photograph {
  return { frame: frameOf(PNG.sync.read(screenshot)), texts }
}

/** What an answer of the service gives a page to show as a QR code. */
export function codesIn(body: { codes?: { text: string }[]; challengeId?: string; code?: string }): readonly string[] {
  const { codes = [], challengeId, code } = body
  return [...codes.map(({ text }) => text), ...(challengeId && code ? [code] : [])]
}

/** Of these pictures the share that a decoder reads, and reads right. */
export function shareRead(photographs: readonly Photograph[], decode: Decode): number {
  return photographs.filter(({ frame, texts }) => texts.includes(decode(frame) ?? '')).length / photographs.length
}
