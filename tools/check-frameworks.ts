// The type tests of the elements in JSX and Vue templates, once more, against the packed package: what a portal written
// in React, Preact or Vue gets.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from './pack.ts'
import { root, runTool } from './run-command.ts'

const home = join(root, 'packages', 'web-widget', 'src', 'frameworks')

/** By the program that reads it: a type test, and what its project needs besides the consumer's own settings. */
const projects = [
  { tool: 'tsc', test: 'react.test-d.tsx', options: { jsxImportSource: 'react' } },
  { tool: 'tsc', test: 'preact.test-d.tsx', options: { jsxImportSource: 'preact' } },
  {
    tool: 'tsc',
    test: 'react-18.test-d.tsx',
    options: {
      jsxImportSource: 'react',
      paths: {
        react: ['./node_modules/types-react-18/index.d.ts'],
        'react/jsx-runtime': ['./node_modules/types-react-18/jsx-runtime.d.ts'],
      },
    },
  },
  { tool: 'vue-tsc', test: 'vue.test-d.vue', options: {} },
] as const

/** What a consumer of the types installs: the frameworks as the widget itself is tested with. */
export function frameworkTypes({ dependencies, devDependencies }: Manifest): Record<string, string | undefined> {
  const { '@types/react': react, 'types-react-18': react18, vue } = devDependencies ?? {}
  return { '@types/react': react, 'types-react-18': react18, vue, preact: dependencies?.preact }
}

/** @returns what each framework's compiler says; nothing is what it should say. */
export async function checkFrameworks(folder: string): Promise<string[]> {
  const problems: string[] = []
  for (const { tool, test, options } of projects) {
    const text = await readFile(join(home, test), 'utf8')
    await writeFile(join(folder, test), text.replace(/'\.\/([\w-]+)\.ts'/, "'@tallystick/web-widget/$1'"))
    const project = join(folder, `tsconfig.${test}.json`)
    await writeFile(
      project,
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: { jsx: 'react-jsx', ...options },
        vueCompilerOptions: { strictTemplates: true },
        files: [test],
      }),
    )
    const { code, output } = await runTool(tool, ['-p', project], { cwd: folder, env: { NODE_OPTIONS: undefined } })
    if (code !== 0) problems.push(`${test} by ${tool}:\n${output}`)
  }
  return problems
}
