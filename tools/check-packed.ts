// The packages as a registry would hand them out: their manifests, and how types and code resolve.
import type { PackageName } from './build.ts'
import { type CheckResult, verdict } from './check.ts'
import { packAll, packedManifest } from './pack.ts'
import { runCommand, runTool } from './run-command.ts'

export async function checkPacked(name: PackageName): Promise<CheckResult> {
  const tarball = (await packAll()).find((each) => each.name === name)
  if (!tarball) return verdict(false, `${name} was not packed`)
  const problems: string[] = []

  const manifest = JSON.stringify(await packedManifest(tarball))
  if (manifest.includes('@tallystick/source')) problems.push('the published exports still point at sources')
  if (manifest.includes('workspace:')) problems.push('a workspace: version was published')
  const { stdout: files } = await runCommand('tar', ['-tzf', tarball.path])
  for (const needed of ['package/LICENSE', 'package/dist/']) {
    if (!files.includes(needed)) problems.push(`${needed} is not in the package`)
  }
  if (/package\/(src|.*\.test\.)/.test(files)) problems.push('sources or tests are in the package')

  const publint = await runTool('publint', [tarball.path, '--strict'])
  if (publint.code !== 0) problems.push(publint.output)
  // Files without types, such as a <script> build, are no entry points for an import.
  const scripts = [
    'tally-wallet.iife.js',
    'tally-wallet-more.iife.js',
    'tally-scanner.iife.js',
    'tally-scanner-decoder.iife.js',
    'tally-frame.iife.js',
    'tally-self-test.iife.js',
    'sri.json',
  ]
  const languages = ['wallet', 'wallet-more', 'scanner'].flatMap((each) => [
    `tally-${each}-en.json`,
    `tally-${each}-zh-Hant.json`,
  ])
  const untyped = ['custom-elements.json', 'package.json', ...scripts, ...languages]
  const exclude = name === 'web-widget' ? ['--exclude-entrypoints', ...untyped] : []
  const attw = await runTool('attw', [tarball.path, '--profile', 'esm-only', '--no-emoji', '--no-color', ...exclude])
  if (attw.code !== 0) problems.push(attw.output)
  return verdict(problems.length === 0, [files, ...problems].join('\n'))
}
