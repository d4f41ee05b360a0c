import type { LatencyCurve } from './latencies.ts'

const WIDTH = 900
const HEIGHT = 420
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 20, 50, 50]
const DECADES = 6
const LEAST_MS = 0.1

const lines = [
  { share: 0.5, colour: '#1d6f42', name: 'median' },
  { share: 0.99, colour: '#b5541c', name: '99 of 100' },
] as const

/** Answer times of the service, second by second after the opening, on a logarithmic scale. */
export function curveSvg(curve: LatencyCurve, title: string): string {
  const seconds = Math.max(1, curve.seconds.length)
  const x = (second: number) => LEFT + (second / seconds) * (WIDTH - LEFT - RIGHT)
  const y = (ms: number) => {
    const share = Math.log10(Math.max(ms, LEAST_MS) / LEAST_MS) / DECADES
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
  }
  const grid = Array.from({ length: DECADES + 1 }, (_, decade) => LEAST_MS * 10 ** decade).map((ms) => {
    const at = y(ms).toFixed(1)
    return `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 8}" y="${at}" text-anchor="end" dy="4">${label(ms)}</text>`
  })
  const paths = lines.map(({ share, colour }) => {
    const points = curve.seconds.flatMap((each, second) =>
      each.total === 0 ? [] : [`${x(second + 0.5).toFixed(1)} ${y(each.quantile(share)).toFixed(1)}`],
    )
    return points.length === 0 ? '' : `<path d="M${points.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>`
  })
  const legend = lines.map(
    ({ name, colour }, index) => `<text x="${LEFT + index * 120}" y="${TOP - 12}" fill="${colour}">${name}</text>`,
  )
  const axis = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const second = Math.round(share * seconds)
    return `<text x="${x(second).toFixed(1)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${second} s</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="15">${title}</text>`,
    ...grid,
    ...axis,
    ...paths,
    ...legend,
    '</svg>',
    '',
  ].join('\n')
}

function label(ms: number): string {
  return ms >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(1))} ms`
}
