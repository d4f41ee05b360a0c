import { availableParallelism } from 'node:os'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { findChromium } from './tools/browser.ts'

// Sources, not builds, are tested: the condition stands first. Vite drops its defaults when a list is given.
const source = '@tallystick/source'
const nodeConditions = [source, 'module', 'node', 'development|production']
const browserConditions = [source, 'module', 'browser', 'development|production']

const soak = process.env.SOAK === '1'
const files = (folder: string) =>
  soak ? [`${folder}/**/*.soak.test.ts`] : [`${folder}/**/*.test.ts`, `${folder}/**/*.test.tsx`]
const elsewhere = ['**/node_modules/**', '**/dist/**', '**/.tmp/**', '**/*.browser.test.*', '**/*.page.test.ts']
const exclude = soak ? elsewhere : [...elsewhere, '**/*.soak.test.ts']

/**
 * @param isolate a process a file. Without, a process runs one file after another and loads what they import once, which
 *   halves the time of many small files; a test has to put back what it changes of the process or its modules.
 */
function nodeProject(name: string, folder: string, testTimeout: number, isolate: boolean): TestProjectConfiguration {
  return {
    resolve: { conditions: nodeConditions },
    ssr: { resolve: { conditions: nodeConditions, externalConditions: nodeConditions } },
    test: {
      name,
      environment: 'node',
      include: files(folder),
      exclude,
      testTimeout,
      hookTimeout: 30_000,
      isolate,
      setupFiles: isolate ? [] : [new URL('tools/put-back.setup.ts', import.meta.url).pathname],
    },
  }
}

/** Runs in Node and drives a real page: servers, cross-origin and screenshots are needed. */
const pages: TestProjectConfiguration = {
  resolve: { conditions: nodeConditions },
  ssr: { resolve: { conditions: nodeConditions, externalConditions: nodeConditions } },
  test: {
    name: 'pages',
    environment: 'node',
    include: soak ? [] : ['packages/web-widget/src/**/*.page.test.ts', 'examples/**/*.page.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
}

/** Components inside Chromium. The root is the package's: Vite pre-bundles preact from where it is declared. */
async function browserProject(): Promise<TestProjectConfiguration> {
  const { executablePath, env, args } = await findChromium()
  return {
    root: './packages/web-widget',
    resolve: { conditions: browserConditions },
    test: {
      name: 'browser',
      include: soak ? [] : ['src/**/*.browser.test.{ts,tsx}'],
      testTimeout: 20_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath, env, args } }),
        instances: [{ browser: 'chromium' }],
      },
    },
  }
}

/** Finding a browser may unpack one: only when it will be used. */
function isWanted(project: string): boolean {
  const chosen = process.argv.flatMap((argument, index, all) => {
    if (argument.startsWith('--project=')) return [argument.slice('--project='.length)]
    return argument === '--project' ? [all[index + 1] ?? ''] : []
  })
  return chosen.length === 0 || chosen.includes(project)
}

export default defineConfig(async () => ({
  test: {
    passWithNoTests: true,
    // One more than cores, at least on small machines: the tests of servers and pages wait as much as they compute.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    coverage: { include: ['packages/*/src/**/*.{ts,tsx}'], exclude: ['**/*.test.{ts,tsx}', '**/testing/**'] },
    projects: [
      nodeProject('core', 'packages/core/src', 30_000, false),
      nodeProject('node', 'packages/node/src', 30_000, false),
      nodeProject('widget', 'packages/web-widget/src', 30_000, false),
      nodeProject('examples', 'examples', 30_000, true),
      nodeProject('tools', 'tools', 30_000, true),
      pages,
      ...(isWanted('browser') && !soak ? [await browserProject()] : []),
    ],
  },
}))
