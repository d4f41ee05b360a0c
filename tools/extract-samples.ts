import { readFences } from './read-fences.ts'

export interface Sample {
  /** The document, from the root of the repository. */
  readonly file: string
  /** Line of the opening fence, from 1. */
  readonly line: number
  readonly code: string
  /** What the document says the code prints. */
  readonly output: string
}

/**
 * Reads the runnable samples of a Markdown document: a fence opened by ```` ```ts run ```` and, as the next fence, one
 * opened by ```` ```text output ````. Other fences are left alone.
 * @throws Error if a runnable sample has no output block right after it, or a fence is never closed.
 */
export function extractSamples(file: string, markdown: string): Sample[] {
  const blocks = readFences(file, markdown)
  const samples: Sample[] = []
  for (const [index, block] of blocks.entries()) {
    if (block.info !== 'ts run') continue
    const next = blocks[index + 1]
    if (next?.info !== 'text output') throw new Error(`${file}:${block.line} has no \`\`\`text output block after it`)
    samples.push({ file, line: block.line, code: block.text, output: next.text })
  }
  return samples
}
