import type { Migration } from './migration.ts'

/**
 * Long states lie apart, in the order they came, and rows of scattered owners stay small: a group dirties fewer pages and
 * splits hardly any. Rows of older files move when they are next written. What a row leaves behind goes with it.
 */
export const longStates: Migration = {
  version: 3,
  summary: 'a table for long states, so that scattered rows stay small',
  sql: `
CREATE TABLE states (id INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;

ALTER TABLE rows ADD COLUMN place INTEGER;

CREATE TRIGGER rows_leave_no_state AFTER DELETE ON rows WHEN OLD.place IS NOT NULL
BEGIN DELETE FROM states WHERE id = OLD.place; END;

CREATE TRIGGER rows_move_state AFTER UPDATE OF place ON rows WHEN OLD.place IS NOT NULL AND NEW.place IS NULL
BEGIN DELETE FROM states WHERE id = OLD.place; END;
`,
}
