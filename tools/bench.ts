// npm run bench -- NAME [--json] [--record] [arguments]: one measurement from tools/bench/NAME.ts.
// With --json the last line is one object {name, machine, versions, results, ratios, …}; everything before it is for people.
// With --record the figures take the place of the last ones in docs/bench.md.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bench } from './bench/harness/bench.ts'
import { thisMachine } from './bench/harness/machine.ts'
import { record } from './bench/harness/record.ts'
import type { Report } from './bench/harness/report.ts'
import { root } from './run-command.ts'

const folder = join(root, 'tools', 'bench')
const [name, ...rest] = process.argv.slice(2)
const flags = ['--json', '--record']
const args = rest.filter((argument) => !flags.includes(argument))

const names = (await readdir(folder))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort()

if (!name || !names.includes(name)) {
  console.error(
    `${name ? `No bench is called ${name}.` : 'Which bench? npm run bench -- NAME [--json] [--record]'} Known: ${names.join(', ')}`,
  )
  process.exit(2)
}

const { bench } = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as { bench: Bench }
const { versions, ...measured } = await bench({ args, say: (line) => console.log(line) })
const { node = '', v8 = '', sqlite = '' } = process.versions
const report: Report = { name, machine: thisMachine(), versions: { node, v8, sqlite, ...versions }, ...measured }
print(report)
if (rest.includes('--record')) console.log(`recorded in ${record(report, new Date().toISOString().slice(0, 10))}`)
if (rest.includes('--json')) console.log(JSON.stringify(report))
// A bench may leave a pool or a browser that would keep the process.
process.exit(0)

function print({ machine, versions, results, ratios, figures = {}, sizes = {}, interactiveMs }: Report): void {
  const software = Object.entries(versions).map(([what, version]) => `${what} ${version}`)
  console.log(`\n${name} on ${machine.cpu}, ${machine.cores} cores, ${software.join(', ')}`)
  const singles = { ...figures, ...(interactiveMs === undefined ? {} : { interactiveMs }) }
  for (const part of [results, ratios, singles, sizes]) if (Object.keys(part).length > 0) console.table(part)
}
