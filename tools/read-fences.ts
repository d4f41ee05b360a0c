/** A fenced block of a Markdown document. */
export interface Fence {
  /** What stands after the opening fence, e.g. `ts run`. */
  readonly info: string
  /** Line of the opening fence, from 1. */
  readonly line: number
  readonly text: string
}

const fence = /^```(?<info>.*)$/

/** Every fenced block, in order. @throws Error if one is never closed. */
export function readFences(file: string, markdown: string): Fence[] {
  const blocks: Fence[] = []
  let open: { info: string; line: number; lines: string[] } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const info = fence.exec(line)?.groups?.info?.trim()
    if (open && info === '') {
      blocks.push({ info: open.info, line: open.line, text: `${open.lines.join('\n')}\n` })
      open = undefined
    } else if (open) open.lines.push(line)
    else if (info !== undefined) open = { info, line: index + 1, lines: [] }
  }
  if (open) throw new Error(`${file}:${open.line} opens a code block that is never closed`)
  return blocks
}
