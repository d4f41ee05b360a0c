import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPackage, type PackageName, packageNames } from './build.ts'
import { root, runCommand, runPnpm } from './run-command.ts'

export interface Tarball {
  readonly name: PackageName
  readonly path: string
}

/** What a published package.json holds, as far as the checks read it. */
export interface Manifest {
  readonly name: string
  readonly bin?: Record<string, string>
  readonly exports: Record<string, unknown>
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

let packed: Promise<readonly Tarball[]> | undefined

/**
 * Builds and packs the three packages once a process, exactly as they would be published.
 * @throws Error with the tool's words if a build or a pack fails.
 */
export function packAll(): Promise<readonly Tarball[]> {
  packed ??= packEach()
  return packed
}

async function packEach(): Promise<Tarball[]> {
  const folder = join(root, '.tmp', 'packed')
  await rm(folder, { recursive: true, force: true })
  const tarballs: Tarball[] = []
  for (const name of packageNames) {
    const built = await buildPackage(name)
    if (!built.ok) throw new Error(`${name} does not build:\n${built.output}`)
    const destination = join(folder, name)
    await mkdir(destination, { recursive: true })
    const { code, output } = await runPnpm(['pack', '--pack-destination', destination], {
      cwd: join(root, 'packages', name),
    })
    const [file] = await readdir(destination)
    if (code !== 0 || !file) throw new Error(`pnpm pack of ${name} failed:\n${output}`)
    tarballs.push({ name, path: join(destination, file) })
  }
  return tarballs
}

/** The package.json inside a tarball: not the one of the sources, which `publishConfig` changes. */
export async function packedManifest(tarball: Tarball): Promise<Manifest> {
  const { code, stdout, output } = await runCommand('tar', ['-xzOf', tarball.path, 'package/package.json'])
  if (code !== 0) throw new Error(output)
  return JSON.parse(stdout) as Manifest
}

/** The workspace's own package.json of a package. */
export async function sourceManifest(name: PackageName): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest
}
