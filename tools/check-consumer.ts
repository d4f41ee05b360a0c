// A stranger's empty project: installs the packed packages, type-checks an import of every export and the elements in
// every framework, runs them in Node and the widget's in a page. Nothing of the workspace is reachable from there.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type CheckResult, verdict } from './check.ts'
import { checkFrameworks, frameworkTypes } from './check-frameworks.ts'
import { launchBrowser } from './launch-browser.ts'
import { type Manifest, packAll, packedManifest, sourceManifest } from './pack.ts'
import { runCommand, runPnpm, runTool } from './run-command.ts'

// Node must not see the workspace's export condition here: the point is what is published.
const published = { NODE_OPTIONS: undefined }

export async function checkConsumer(): Promise<CheckResult> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-consumer-'))
  try {
    return await consume(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function consume(folder: string): Promise<CheckResult> {
  const tarballs = await packAll()
  const manifests = await Promise.all(tarballs.map(packedManifest))
  await writeProject(
    folder,
    Object.fromEntries(tarballs.map((tarball, index) => [manifests[index]?.name, tarball.path])),
  )
  const install = await runPnpm(['install', '--prefer-offline', '--reporter=append-only', '--ignore-scripts'], {
    cwd: folder,
  })
  if (install.code !== 0) return verdict(false, install.output)

  const entries = manifests.flatMap(codeEntries)
  const isWidget = (entry: string) => entry.startsWith('@tallystick/web-widget/')
  const inNode = entries.filter((entry) => !isWidget(entry))
  const imports = (list: string[]) => list.map((entry, index) => `import * as e${index} from '${entry}'`).join('\n')
  const names = (list: string[]) => list.map((_, index) => `e${index}`).join(', ')
  await writeFile(join(folder, 'all.ts'), `${imports(entries)}\nexport const all: object[] = [${names(entries)}]\n`)
  const report = `for (const [i, e] of [${names(inNode)}].entries()) if (Object.keys(e).length === 0) throw new Error('entry ' + i + ' exports nothing')`
  await writeFile(join(folder, 'node.mjs'), `${imports(inNode)}\n${report}\n`)
  await writeFile(
    join(folder, 'page.mjs'),
    `${imports(entries.filter(isWidget))}\nglobalThis.loaded = [${names(entries.filter(isWidget))}].length\n`,
  )

  const problems: string[] = []
  const types = await runTool('tsc', ['-p', folder], { cwd: folder, env: published })
  if (types.code !== 0) problems.push(`as a consumer's types:\n${types.output}`)
  problems.push(...(await checkFrameworks(folder)))
  const node = await runCommand(process.execPath, [join(folder, 'node.mjs')], { cwd: folder, env: published })
  if (node.code !== 0) problems.push(`imported in Node:\n${node.output}`)
  const cli = await runCommand(join(folder, 'node_modules', '.bin', 'tally'), ['--help'], {
    cwd: folder,
    env: published,
  })
  if (cli.code !== 0 || !cli.output.includes('tally')) problems.push(`tally --help exits ${cli.code}:\n${cli.output}`)
  problems.push(...(await pageProblems(folder)))
  return verdict(
    problems.length === 0,
    [`${entries.length} entry points: ${entries.join(', ')}`, ...problems].join('\n\n'),
  )
}

/** Every entry point that is code, by the name an importer writes. */
function codeEntries(manifest: Manifest): string[] {
  return Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([path]) => manifest.name + path.slice(1))
}

async function writeProject(folder: string, packages: Record<string, string>): Promise<void> {
  const local = Object.fromEntries(Object.entries(packages).map(([name, path]) => [name, `file:${path}`]))
  const node = await sourceManifest('node')
  const widget = await sourceManifest('web-widget')
  const types = { '@types/node': '24.19.2' }
  const peers = { ...node.devDependencies, msw: widget.devDependencies?.msw, ...frameworkTypes(widget) }
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies: { ...local, ...peers, ...types } }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  // One of our packages asks for another by version, which no registry has yet.
  const overrides = Object.entries(local).map(([name, spec]) => `  '${name}': '${spec}'\n`)
  await writeFile(join(folder, 'pnpm-workspace.yaml'), `packages: []\noverrides:\n${overrides.join('')}`)
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['all.ts'] }))
}

/** The widget's entry points bundled by the consumer, and the two script builds, each in a fresh page. */
async function pageProblems(folder: string): Promise<string[]> {
  const bundle = await build({
    entryPoints: [join(folder, 'page.mjs')],
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'silent',
    platform: 'browser',
  })
  const script = (name: string) => join(folder, 'node_modules', '@tallystick', 'web-widget', 'dist', name)
  const browser = await launchBrowser()
  const problems: string[] = []
  try {
    const cases = [
      {
        name: 'bundled entry points',
        tag: { content: bundle.outputFiles[0]?.text ?? '' },
        tags: ['tally-wallet', 'tally-scanner'],
      },
      { name: 'tally-wallet.iife.js', tag: { path: script('tally-wallet.iife.js') }, tags: ['tally-wallet'] },
      { name: 'tally-scanner.iife.js', tag: { path: script('tally-scanner.iife.js') }, tags: ['tally-scanner'] },
    ]
    for (const { name, tag, tags } of cases) {
      const page = await browser.newPage()
      page.on('pageerror', (error) => problems.push(`${name} in a page: ${error.message}`))
      // A page of its own origin: a blank one has no storage.
      await page.route('https://portal.example/', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<title>x</title>' }),
      )
      await page.goto('https://portal.example/')
      await page.addScriptTag(tag)
      for (const element of tags) {
        if (!(await page.evaluate((one) => customElements.get(one) !== undefined, element))) {
          problems.push(`${name} does not define <${element}>`)
        }
      }
      await page.close()
    }
  } finally {
    await browser.close()
  }
  return problems
}
