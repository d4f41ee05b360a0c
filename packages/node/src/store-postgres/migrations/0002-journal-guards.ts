import type { Migration } from './migration.ts'

/** For everybody, owner and superuser too; ALWAYS, so that a session in replica mode does not pass them by. */
export const journalGuards: Migration = {
  version: 2,
  summary: 'triggers that refuse to change or remove journal rows',
  sql: `
CREATE FUNCTION tally_refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'journal rows are never changed or removed' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER tally_journal_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON tally_journal
FOR EACH STATEMENT EXECUTE FUNCTION tally_refuse_journal_change();

ALTER TABLE tally_journal ENABLE ALWAYS TRIGGER tally_journal_keeps_rows;
`,
}
