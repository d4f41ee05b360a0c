// npm run bench -- NAME [--json] [arguments]: one measurement from tools/bench/NAME.ts.
// With --json the last line is {name, machine, versions, results, ratios}; everything before it is for people.
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bench } from './bench/bench.ts'
import { root } from './run-command.ts'

const folder = join(root, 'tools', 'bench')
const [name, ...rest] = process.argv.slice(2)
const asJson = rest.includes('--json')
const args = rest.filter((argument) => argument !== '--json')
const notBenches = [
  'bench.ts',
  'claims-peers.ts',
  'rules-case.ts',
  'rules-costs.ts',
  'rules-peers.ts',
  'claims-postgres-peers.ts',
  'claims-postgres-process.ts',
  'claims-postgres-processes.ts',
  'drive-claims.ts',
]

const names = (await readdir(folder))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !notBenches.includes(file))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort()

if (!name || !names.includes(name) || !existsSync(join(folder, `${name}.ts`))) {
  const known = names.length > 0 ? `Known: ${names.join(', ')}` : 'There is none yet.'
  console.error(`${name ? `No bench is called ${name}.` : 'Which bench? npm run bench -- NAME [--json]'} ${known}`)
  process.exit(2)
}

const { bench } = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as { bench: Bench }
const { results, ratios } = await bench({ args, say: (line) => console.log(line) })
const machine = {
  platform: process.platform,
  arch: process.arch,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryBytes: totalmem(),
}
const { node, v8, sqlite } = process.versions
const report = { name, machine, versions: { node, v8, sqlite }, results, ratios }
if (asJson) {
  console.log(JSON.stringify(report))
} else {
  console.log(`\n${name} on ${machine.cpu}, ${machine.cores} cores, Node ${node}`)
  console.table(results)
  if (Object.keys(ratios).length > 0) console.table(ratios)
}
