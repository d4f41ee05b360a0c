// npm run threats: writes docs/threat-model.md anew: every row of tools/threats/threats.ts with the tests whose names
// begin with its id. Ends with 1 when a row that is claimed as held has none, or a test names a row that there is not.
import { writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { root } from './run-command.ts'
import { type ThreatTest, threatTests } from './threats/threat-tests.ts'
import { type Threat, threats } from './threats/threats.ts'

export const threatPage = 'docs/threat-model.md'

/** What is wrong between the rows and the tests; nothing when every claim holds. */
export function threatProblems(rows: readonly Threat[], tests: readonly ThreatTest[]): string[] {
  const known = new Set(rows.map(({ id }) => id))
  const held = new Set(tests.flatMap(({ ids }) => ids))
  return [
    ...rows.filter(({ id, open }) => open === undefined && !held.has(id)).map(({ id }) => `${id} has no test`),
    ...[...held].filter((id) => !known.has(id)).map((id) => `there is no row ${id}`),
  ]
}

/** The page, from the rows and the tests that there are. */
export function renderThreats(tests: readonly ThreatTest[]): string {
  const sections = Object.entries(threats).map(
    ([title, rows]) =>
      `## ${title}\n\n| | attack | control | held by |\n| --- | --- | --- | --- |\n${rows.map((row) => rowText(row, tests)).join('\n')}\n`,
  )
  return `${introduction}\n${sections.join('\n')}`
}

const introduction = `# Threat model

How somebody may try to cheat, steal or spy, what stands against it, and the tests that fail when it is taken away. A test that holds a
row has the row's id in its name (\`THR-T2 refuses a re-spelled token\`), so \`vitest -t THR-T2\` runs them all. A row that no test
holds is **open**, with what is there instead. \`npm run mutants -- THR-\` takes the controls about tokens, claims, redeeming,
refunds and cards out of a copy of the sources, one after another, and ends with 1 unless a test that is named for the row fails each time.

\`npm run threats\` writes this page; the rows stand in \`tools/threats/threats.ts\`. A test in CI fails when a row loses its last
test, or when this page names a test file that does not hold its row any more.
`

function rowText({ id, attack, control, open }: Threat, tests: readonly ThreatTest[]): string {
  const files = [...new Set(tests.filter(({ ids }) => ids.includes(id)).map(({ file }) => file))]
  const links = files.map((file) => `[${file.split('/').at(-1)}](${relative(dirname(threatPage), file)})`)
  return `| ${id} | ${attack} | ${control} | ${links.length > 0 ? links.join(', ') : `**open**: ${open}`} |`
}

if (import.meta.main) {
  const tests = threatTests()
  const problems = threatProblems(Object.values(threats).flat(), tests)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else await writeFile(join(root, threatPage), renderThreats(tests))
}
