import type { PNG } from 'pngjs'

/** A picture as decoders take it: red, green, blue, alpha, row by row. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

export function frameOf({ width, height, data }: PNG): Frame {
  return { width, height, data: new Uint8ClampedArray(data) }
}

function blank(width: number, height: number): Frame {
  return { width, height, data: new Uint8ClampedArray(width * height * 4).fill(255) }
}

/** A screen turned down: every pixel has this share of its light. */
export function dimmed({ width, height, data }: Frame, share: number): Frame {
  return { width, height, data: data.map((value, at) => (at % 4 === 3 ? value : value * share)) }
}

/** A phone held askew: turned about the middle, each pixel mixed from the four it lies between; nothing of it is cut off. */
export function tilted({ width, height, data }: Frame, degrees: number): Frame {
  const angle = (degrees * Math.PI) / 180
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  const across = Math.ceil(width * Math.abs(cosine) + height * Math.abs(sine))
  const down = Math.ceil(width * Math.abs(sine) + height * Math.abs(cosine))
  const turned = blank(across, down)
  const at = (x: number, y: number, channel: number) => {
    const isInside = x >= 0 && y >= 0 && x < width && y < height
    return isInside ? (data[(y * width + x) * 4 + channel] ?? 0) : 255
  }
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const [fromMiddle, downMiddle] = [x - across / 2, y - down / 2]
      const sourceX = cosine * fromMiddle + sine * downMiddle + width / 2
      const sourceY = cosine * downMiddle - sine * fromMiddle + height / 2
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)]
      const [right, below] = [sourceX - left, sourceY - top]
      for (let channel = 0; channel < 3; channel++) {
        const upper = at(left, top, channel) * (1 - right) + at(left + 1, top, channel) * right
        const lower = at(left, top + 1, channel) * (1 - right) + at(left + 1, top + 1, channel) * right
        turned.data[(y * across + x) * 4 + channel] = upper * (1 - below) + lower * below
      }
    }
  }
  return turned
}

/** A camera out of focus: a mean over a square, three times in each direction, which is close to a Gaussian bell. */
export function blurred(frame: Frame, radius: number): Frame {
  let result = frame
  for (let round = 0; round < 3; round++) {
    result = smeared(result, radius, 1, 0)
    result = smeared(result, radius, 0, 1)
  }
  return result
}

function smeared({ width, height, data }: Frame, radius: number, alongX: number, alongY: number): Frame {
  const mean = blank(width, height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0
        for (let step = -radius; step <= radius; step++) {
          const [nearX, nearY] = [clamp(x + step * alongX, width), clamp(y + step * alongY, height)]
          sum += data[(nearY * width + nearX) * 4 + channel] ?? 0
        }
        mean.data[(y * width + x) * 4 + channel] = sum / (2 * radius + 1)
      }
    }
  }
  return mean
}

function clamp(at: number, size: number): number {
  return Math.min(Math.max(at, 0), size - 1)
}
