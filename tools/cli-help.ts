// node tools/bootstrap.mjs run tools/cli-help.ts: writes the help of every `tally` command into docs/cli.md anew.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runTally } from '../packages/node/src/cli/testing/fake-terminal.ts'
import { root } from './run-command.ts'

/** The help of a command, given as the words after `tally`. */
export async function helpOf(words: readonly string[]): Promise<string> {
  return (await runTally([...words, '--help'])).out.trim()
}

/** The page with each `text help …` block as the command says it today. */
export async function withHelp(page: string): Promise<string> {
  let filled = page
  for (const [block, words = ''] of page.matchAll(/^```text help(.*)\n[\s\S]*?^```$/gm)) {
    const help = await helpOf(words.split(' ').filter((word) => word !== ''))
    filled = filled.replace(block, () => `\`\`\`text help${words}\n${help}\n\`\`\``)
  }
  return filled
}

if (import.meta.main) {
  const file = join(root, 'docs', 'cli.md')
  await writeFile(file, await withHelp(await readFile(file, 'utf8')))
}
