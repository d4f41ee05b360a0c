import type { Migration } from './migration.ts'

/**
 * Journal rows are added, in order, and never touched again. The insert guard also stops INSERT OR REPLACE, for which
 * SQLite does not fire delete triggers.
 */
export const journalGuards: Migration = {
  version: 2,
  summary: 'triggers that refuse to change, remove or skip journal rows',
  sql: `
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never removed'); END;

CREATE TRIGGER journal_keeps_text BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

CREATE TRIGGER journal_keeps_order BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE tenant = NEW.tenant AND shard = NEW.shard)
BEGIN SELECT RAISE(ABORT, 'journal rows follow one another without a gap'); END;
`,
}
