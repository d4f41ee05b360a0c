// npm run simulate -- NAME [arguments]: one simulation from tools/simulate/NAME.ts. Ends with 1 when something did not hold.
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './run-command.ts'

/** What every file of tools/simulate/ that is a simulation exports as `simulate`; true when all held. */
type Simulate = (args: readonly string[], say: (line: string) => void) => Promise<boolean>

const folder = join(root, 'tools', 'simulate')
const [name = '', ...args] = process.argv.slice(2)
const file = join(folder, `${name}.ts`)
if (!/^[a-z]+$/.test(name) || !existsSync(file)) {
  const names = (await readdir(folder)).flatMap((entry) => /^([a-z]+)\.ts$/.exec(entry)?.[1] ?? [])
  console.error(`Which simulation? npm run simulate -- NAME. Known: ${names.sort().join(', ')}`)
  process.exit(2)
}
const { simulate } = (await import(pathToFileURL(file).href)) as { simulate: Simulate }
process.exit((await simulate(args, (line) => console.log(line))) ? 0 : 1)
