import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../run-command.ts'
import type { Report } from './report.ts'

const file = join(root, 'docs', 'bench.md')

const opening = `# Measured

Written by \`npm run bench -- NAME --record\`; never by hand. Each run measures ours and its peers in turns on the same machine, so
that the ratios hold where the speeds do not. What is compared is said at the top of \`tools/bench/NAME.ts\`.
`

/** Puts a report in the place of the last one of the same name in `docs/bench.md`; answers the file. */
export function record(report: Report, day: string): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : opening
  writeFileSync(file, withSection(text, report.name, sectionOf(report, day)))
  return file
}

export function withSection(text: string, name: string, section: string): string {
  const [from, to] = [`<!-- bench ${name} -->`, `<!-- end of ${name} -->`]
  const whole = `${from}\n\n${section}\n${to}`
  const [start, end] = [text.indexOf(from), text.indexOf(to)]
  if (start < 0 || end < start) return `${text.trimEnd()}\n\n${whole}\n`
  return text.slice(0, start) + whole + text.slice(end + to.length)
}

function sectionOf(report: Report, day: string): string {
  const { name, machine, versions, results, ratios, figures = {}, sizes = {}, interactiveMs } = report
  const gibibytes = Math.round(machine.memoryBytes / 2 ** 30)
  const software = Object.entries(versions).map(([what, version]) => `${what} ${version}`)
  const rates = Object.entries(results).map(([what, { perSecond, p50Ms, p99Ms }]) => [what, perSecond, p50Ms, p99Ms])
  const single = { ...figures, ...(interactiveMs === undefined ? {} : { interactiveMs }) }
  return [
    `## ${name}\n`,
    `${day}; ${machine.cpu}, ${machine.cores} cores, ${gibibytes} GiB, ${machine.platform} ${machine.arch}; ${software.join(', ')}.\n`,
    table(['result', 'a second', 'p50 ms', 'p99 ms'], rates),
    table(['ratio', ''], Object.entries(ratios)),
    table(['figure', ''], Object.entries(single)),
    table(['bundle', 'bytes after gzip'], Object.entries(sizes)),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map((_, column) => (column === 0 ? '---' : '---:'))) + rows.map(line).join('')
}
