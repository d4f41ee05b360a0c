// Every sample of the documentation that says ```ts run is executed, type-checked, and its output compared with the
// ```text output block that follows it.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CheckResult, verdict } from './check.ts'
import { extractSamples, type Sample } from './extract-samples.ts'
import { root, runCommand, runTool } from './run-command.ts'

// Inside a package of the workspace, so that `@tallystick/core` and `express` resolve as they do for an integrator.
const folder = join(root, 'packages', 'node', '.tmp', 'readme')

export async function checkReadme(): Promise<CheckResult> {
  const samples: Sample[] = []
  for (const file of await documents()) samples.push(...extractSamples(file, await readFile(join(root, file), 'utf8')))
  const missing = ['README.md', 'README.zh-CN.md'].filter((file) => !samples.some((sample) => sample.file === file))
  if (missing.length > 0) return verdict(false, `no \`\`\`ts run sample in ${missing.join(', ')}`)

  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  try {
    return await runSamples(samples)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runSamples(samples: readonly Sample[]): Promise<CheckResult> {
  const tsconfig = {
    extends: '../../../../tsconfig.json',
    compilerOptions: { noUnusedLocals: false },
    include: ['*/*.ts'],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  const lines: string[] = []
  // Each in a folder of its own, which is also where it runs: what it writes is in nobody's way.
  const places = samples.map((_, index) => join(folder, `sample-${index + 1}`))
  for (const [index, { code }] of samples.entries()) {
    await mkdir(places[index] ?? '')
    await writeFile(join(places[index] ?? '', 'sample.ts'), code)
  }
  const types = await runTool('tsc', ['-p', folder])
  if (types.code !== 0) lines.push(types.output)
  for (const [index, sample] of samples.entries()) {
    const ran = await runCommand(process.execPath, ['sample.ts'], { cwd: places[index] ?? '', timeoutSeconds: 60 })
    const where = `${sample.file}:${sample.line}`
    if (ran.code !== 0) lines.push(`${where} exits ${ran.code}:\n${ran.output}`)
    else if (normal(ran.stdout) !== normal(sample.output)) {
      lines.push(`${where} prints:\n${ran.stdout}\nbut the document says:\n${sample.output}`)
    }
  }
  const failed = lines.length
  return {
    passed: Math.max(samples.length - failed, 0),
    failed,
    output: [`${samples.length} samples`, ...lines].join('\n\n'),
  }
}

function normal(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
}

async function documents(): Promise<string[]> {
  const found: string[] = []
  for (const folderName of ['.', 'docs', 'packages', 'examples']) {
    const recursive = folderName !== '.'
    const entries = await readdir(join(root, folderName), { recursive, withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name).slice(root.length + 1)
      if (entry.isFile() && path.endsWith('.md') && !/(^|\/)(node_modules|dist)\//.test(path)) found.push(path)
    }
  }
  return found.sort()
}

if (import.meta.main) {
  const { output, failed } = await checkReadme()
  console.log(output)
  process.exit(failed > 0 ? 1 : 0)
}
