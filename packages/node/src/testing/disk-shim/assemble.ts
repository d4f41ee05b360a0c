/** A 32-bit distance from the end of its own field to where a label will lie. */
export interface Distance {
  readonly to: string
}

/** Machine code as bytes, with distances to labels in between and labels that mark a place. */
export type Code = readonly (number | Distance | { readonly label: string })[]

/** Where every label lies, code at `start`, and how long the code is. */
export function layOut(code: Code, start: number): { readonly labels: Map<string, number>; readonly length: number } {
  const labels = new Map<string, number>()
  let at = start
  for (const part of code) {
    if (typeof part === 'number') at += 1
    else if ('label' in part) labels.set(part.label, at)
    else at += 4
  }
  return { labels, length: at - start }
}

/** The bytes of the code, once every label has its place. */
export function assemble(code: Code, start: number, labels: ReadonlyMap<string, number>): Buffer {
  const bytes: number[] = []
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part)
    else if ('to' in part) {
      const target = labels.get(part.to)
      if (target === undefined) throw new Error(`The code jumps to ${part.to}, which is nowhere.`)
      const field = Buffer.alloc(4)
      field.writeInt32LE(target - (start + bytes.length + 4))
      bytes.push(...field)
    }
  }
  return Buffer.from(bytes)
}
