import { describe, expect, test } from 'vitest'
import { coloursCss } from './colours-css.ts'

function luminance(colour: string): number {
  const full = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2, 1.4.3. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const blocks = [...coloursCss.matchAll(/\.root[^{]*\{([^}]*)\}/g)].map(([, block = '']) => block)
const read = (...texts: (string | undefined)[]) =>
  Object.fromEntries(
    texts.flatMap((text = '') =>
      [...text.matchAll(/--_([\w-]+):(?:var\([\w-]+,)?(#[0-9a-f]{3,6}|var\(--_\w+\))/g)].map(([, name, colour]) => [
        name,
        colour,
      ]),
    ),
  ) as Record<string, string>
const colourIn = (colours: Record<string, string>, name: string): string => {
  const colour = colours[name] ?? ''
  const other = /^var\(--_(\w+)\)$/.exec(colour)?.[1]
  return other === undefined ? colour : colourIn(colours, other)
}

describe('the colours', () => {
  const [light, auto, dark] = blocks
  const pairs = [
    ['text', 'bg'],
    ['text', 'surface'],
    ['muted', 'bg'],
    ['muted', 'surface'],
    ['muted', 'line'],
    ['on-primary', 'primary'],
    ['accent', 'surface'],
    ['warn', 'warn-bg'],
    ['warn', 'surface'],
    ['good-ink', 'surface'],
    ['stop-ink', 'surface'],
  ] as const

  for (const [name, colours] of [
    ['light', read(light)],
    ['dark', read(light, dark)],
  ] as const) {
    for (const [front, back] of pairs) {
      test(`${front} on ${back} can be read in the ${name} theme`, () => {
        expect(contrast(colourIn(colours, front), colourIn(colours, back))).toBeGreaterThanOrEqual(4.5)
      })
    }

    test(`white can be read on yes and no in the ${name} theme`, () => {
      for (const ground of ['good', 'stop'])
        expect(contrast('#ffffff', colours[ground] ?? '')).toBeGreaterThanOrEqual(4.5)
    })
  }

  test('are the same dark ones whether the page or the device asks for them', () => {
    expect(auto).toBe(dark)
  })
})
