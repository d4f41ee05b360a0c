import { migrate } from '../../store-sqlite/migrate.ts'
import type { AddCommand } from '../command-line.ts'

export const addMigrateCommand: AddCommand = (program, run) => {
  program
    .command('migrate')
    .description(
      'Bring the database to the schema of this release, after a copy of it was made. Stop the server first.',
    )
    .action(() =>
      run((line) => {
        const report = migrate(line.places.database)
        if (report.applied.length === 0)
          return line.output.done(report, [`${report.path} has schema ${report.to} already.`])
        return line.output.done(report, [
          `${report.path}: schema ${report.from} → ${report.to}`,
          ...report.applied.map((step) => `  + ${step}`),
          `The file as it was: ${report.backup}`,
        ])
      }),
    )
}
