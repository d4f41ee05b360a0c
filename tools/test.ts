// npm test: everything that must hold, as one command. `npm test -- NAME…` runs the checks whose names contain one of
// the words; --static only those that need no build. The last line, alone, is the sum of all of them.
import { buildPackage, packageNames } from './build.ts'
import { type Check, runChecks, type Totals, verdict } from './check.ts'
import { checkLanguages, checkScannerBundle, checkTokenBundle, checkWalletBundle } from './check-bundles.ts'
import { checkConsumer } from './check-consumer.ts'
import { checkPacked } from './check-packed.ts'
import { checkReadme } from './check-readme.ts'
import { checkVitest } from './check-vitest.ts'
import { runCommand, runTool } from './run-command.ts'

const typescriptProjects = [
  'packages/core/tsconfig.json',
  'packages/node/tsconfig.json',
  'packages/web-widget/tsconfig.json',
  'packages/web-widget/tsconfig.react-18.json',
  'examples/playground/tsconfig.json',
  'tsconfig.json',
]

/** A check that is one run of one workspace tool. */
function tool(name: string, command: string, args: readonly string[]): Check {
  return {
    name,
    run: async () => {
      const { code, output } = await runTool(command, args)
      return verdict(code === 0, output)
    },
  }
}

const staticChecks: readonly Check[] = [
  tool('lint', 'biome', ['ci', '--colors=off', '--error-on-warnings', '.']),
  tool('import floors', 'depcruise', [
    'packages',
    'examples',
    'tools',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err-long',
  ]),
  ...typescriptProjects.map((project) =>
    tool(`types ${project.replace('tsconfig.json', '') || 'of all that is not published'}`, 'tsc', ['-p', project]),
  ),
  tool('unused files, exports, dependencies', 'knip', ['--no-progress']),
]

const builds: readonly Check[] = packageNames.map((name) => ({
  name: `build ${name}`,
  run: async () => {
    const { ok, output } = await buildPackage(name)
    return verdict(ok, output)
  },
}))

const ofBuilt: readonly Check[] = [
  { name: 'size ./token', run: checkTokenBundle },
  { name: 'size wallet', run: checkWalletBundle },
  { name: 'size scanner', run: checkScannerBundle },
  { name: 'size languages', run: checkLanguages },
  // The first packs for all.
  ...packageNames.map((name) => ({ name: `packed ${name}`, run: () => checkPacked(name) })),
  { name: 'consumer project', run: checkConsumer },
  { name: 'readme samples', run: checkReadme },
  {
    name: 'tour',
    run: async () => {
      const { code, output } = await runCommand(process.execPath, ['tools/tour.ts'], { timeoutSeconds: 180 })
      return verdict(code === 0, output)
    },
  },
]
const tests: readonly Check[] = [{ name: 'vitest', run: checkVitest }]

const words = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const isWanted = ({ name }: Check) => words.length === 0 || words.some((word) => name.includes(word))
const totals: Totals = { passed: 0, failed: 0, skipped: 0 }

const wanted = (checks: readonly Check[]) => checks.filter(isWanted)

if (process.argv.includes('--static')) await runChecks(wanted(staticChecks), 2, totals)
else {
  // What reads dist needs it, also when only that check was asked for.
  const needsBuilds = wanted([...ofBuilt, ...tests]).length > 0
  await runChecks([...(needsBuilds ? builds : wanted(builds)), ...wanted(staticChecks)], 2, totals)
  // The one lane waits for the registry, servers and pages while the other computes.
  await Promise.all([runChecks(wanted(tests), 1, totals), runChecks(wanted(ofBuilt), 1, totals)])
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`)
