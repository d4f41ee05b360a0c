// npm run build [-- core node web-widget]: builds the packages whose sources changed since their last build.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, runTool } from './run-command.ts'

export const packageNames = ['core', 'node', 'web-widget'] as const
export type PackageName = (typeof packageNames)[number]

export interface BuildOutcome {
  readonly name: PackageName
  readonly ok: boolean
  readonly wasFresh: boolean
  readonly output: string
}

/**
 * Brings `dist` of one package up to date. Skips the work if no source, manifest or tool version changed.
 * Two calls at the same time for the same package are not safe; for different packages they are.
 */
export async function buildPackage(name: PackageName): Promise<BuildOutcome> {
  const folder = join(root, 'packages', name)
  const stampFile = join(root, '.tmp', `build-${name}.stamp`)
  const stamp = await sourceStamp(name)
  const lastStamp = await readFile(stampFile, 'utf8').catch(() => '')
  if (lastStamp === stamp && existsSync(join(folder, 'dist'))) return { name, ok: true, wasFresh: true, output: '' }

  await rm(stampFile, { force: true })
  await rm(join(folder, 'dist'), { recursive: true, force: true })
  const outputs: string[] = []
  if (name === 'web-widget') {
    // The analyzer wants a relative folder: an absolute one is joined to the working directory.
    const globs = ['src/**/*.ts', 'src/**/*.tsx']
    const manifest = await runTool(
      'cem',
      ['analyze', '--globs', ...globs, '--exclude', 'src/**/*.test.*', '--outdir', '.'],
      {
        cwd: folder,
      },
    )
    outputs.push(manifest.output)
    if (manifest.code !== 0) return { name, ok: false, wasFresh: false, output: outputs.join('\n') }
  }
  const built = await runTool('tsup', [], { cwd: folder })
  outputs.push(built.output)
  if (built.code !== 0) return { name, ok: false, wasFresh: false, output: outputs.join('\n') }
  await mkdir(join(root, '.tmp'), { recursive: true })
  await writeFile(stampFile, stamp)
  return { name, ok: true, wasFresh: false, output: outputs.join('\n') }
}

/** A package contains code or types of the packages it imports, so their sources count too; so does how it is built. */
async function sourceStamp(name: PackageName): Promise<string> {
  const hash = createHash('sha256')
  const folders = name === 'core' ? ['core'] : ['core', name]
  const files = [join(root, 'pnpm-lock.yaml'), join(root, 'tsconfig.base.json')]
  for (const folder of folders) {
    const home = join(root, 'packages', folder)
    for (const file of ['package.json', 'tsconfig.json', 'tsup.config.ts']) files.push(join(home, file))
    for (const part of ['src', 'build']) {
      const entries = await readdir(join(home, part), { recursive: true, withFileTypes: true }).catch(() => [])
      for (const entry of entries) if (entry.isFile()) files.push(join(entry.parentPath, entry.name))
    }
  }
  for (const file of files.sort()) hash.update(`${file.slice(root.length)}\n`).update(await readFile(file))
  return hash.digest('hex')
}

if (import.meta.main) {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !packageNames.some((known) => known === name))
  if (unknown.length > 0) {
    console.error(`No package named ${unknown.join(', ')}; there are: ${packageNames.join(', ')}`)
    process.exit(2)
  }
  for (const name of packageNames) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const started = performance.now()
    const outcome = await buildPackage(name)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (!outcome.ok) {
      console.error(outcome.output)
      console.error(`${name}: the build failed`)
      process.exit(1)
    }
    console.log(`${name}: ${outcome.wasFresh ? 'up to date' : 'built'} (${seconds} s)`)
  }
}
