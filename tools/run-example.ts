import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildPackage } from './build.ts'
import { root } from './run-command.ts'

/**
 * Runs one of the files beside the example portals in this process, after making sure that the widget they serve
 * is built. Exits 1 with a reason if the file is missing or the widget does not build.
 */
export async function runExample(file: string): Promise<void> {
  const path = join(root, 'examples', file)
  if (!existsSync(path)) {
    console.error(`examples/${file} does not exist, so there is nothing to run.`)
    process.exit(1)
  }
  const widget = await buildPackage('web-widget')
  if (!widget.ok) {
    console.error(widget.output)
    console.error('The widget that the example pages show does not build; its own words are above.')
    process.exit(1)
  }
  await import(pathToFileURL(path).href)
}
