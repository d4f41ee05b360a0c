import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineConfig } from 'tsup'
import { allFiles, buildOneFile, hashesOf, oneFileNames } from './build/one-file.ts'

const dist = join(import.meta.dirname, 'dist')

/** One file for one <script> tag, for portals without a build step; the languages beside them; the hashes of all. */
async function writeOneFiles(): Promise<void> {
  const files = await allFiles()
  for (const [file, text] of files) await writeFile(join(dist, file), text)
  await writeFile(join(dist, 'sri.json'), `${JSON.stringify(hashesOf(files), null, 2)}\n`)
  const outputs: Record<string, unknown> = {}
  for (const name of oneFileNames) Object.assign(outputs, (await buildOneFile(name)).metafile.outputs)
  await writeFile(join(dist, 'metafile-iife.json'), JSON.stringify({ inputs: {}, outputs }))
}

export default defineConfig({
  entry: {
    wallet: 'src/wallet.ts',
    scanner: 'src/scanner.ts',
    define: 'src/define.ts',
    testing: 'src/testing/index.ts',
    'frame-page': 'src/frame/frame-page.ts',
    react: 'src/frameworks/react.ts',
    'react-18': 'src/frameworks/react-18.ts',
    preact: 'src/frameworks/preact.ts',
    vue: 'src/frameworks/vue.ts',
  },
  format: ['esm'],
  target: 'es2022',
  platform: 'browser',
  dts: true,
  splitting: true,
  removeNodeProtocol: false,
  onSuccess: writeOneFiles,
})
