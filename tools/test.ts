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
  'packages/core/tsconfig.test.json',
  'packages/node/tsconfig.json',
  'packages/web-widget/tsconfig.json',
  'packages/web-widget/tsconfig.react-18.json',
  'examples/tsconfig.json',
  'examples/blood-centre/tsconfig.json',
  'examples/county-vouchers/tsconfig.json',
  'examples/playground/tsconfig.json',
  'examples/partner-verifier/tsconfig.json',
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
    tool(`types ${project.replace('tsconfig.json', '') || 'tools'}`, 'tsc', ['-p', project]),
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

const afterBuild: readonly Check[] = [
  { name: 'size ./token', run: checkTokenBundle },
  { name: 'size wallet', run: checkWalletBundle },
  { name: 'size scanner', run: checkScannerBundle },
  { name: 'size languages', run: checkLanguages },
  // One at a time from here on: the first packs for all, and later ones measure time.
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
  { name: 'vitest', run: checkVitest },
]

const words = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const isWanted = ({ name }: Check) => words.length === 0 || words.some((word) => name.includes(word))
const totals: Totals = { passed: 0, failed: 0, skipped: 0 }

await runChecks(staticChecks.filter(isWanted), 2, totals)
if (!process.argv.includes('--static')) {
  const later = afterBuild.filter(isWanted)
  // What reads dist needs it, also when only that check was asked for.
  await runChecks(later.length > 0 ? builds : builds.filter(isWanted), 1, totals)
  await runChecks(later, 1, totals)
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`)
