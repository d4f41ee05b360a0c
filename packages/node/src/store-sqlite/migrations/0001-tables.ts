import type { Migration } from './migration.ts'

/**
 * Everything an owner has lies beside what else that owner has: the primary key is the order on disk. STRICT, so that
 * a number never becomes text unseen.
 */
export const tables: Migration = {
  version: 1,
  summary: 'tables for rows, lanes, journal, identity directory',
  sql: `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE rows (
  tenant TEXT NOT NULL,
  shard INTEGER NOT NULL,
  owner INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  n INTEGER NOT NULL,
  v INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (tenant, shard, owner, kind, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE lanes (
  tenant TEXT NOT NULL,
  shard INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  last_now INTEGER NOT NULL,
  PRIMARY KEY (tenant, shard)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  tenant TEXT NOT NULL,
  shard INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  link TEXT,
  PRIMARY KEY (tenant, shard, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE owners (
  tenant TEXT NOT NULL,
  owner INTEGER NOT NULL,
  PRIMARY KEY (tenant, owner)
) STRICT, WITHOUT ROWID;

CREATE TABLE directory (
  tenant TEXT NOT NULL,
  name TEXT NOT NULL,
  owner INTEGER NOT NULL,
  PRIMARY KEY (tenant, name),
  FOREIGN KEY (tenant, owner) REFERENCES owners (tenant, owner)
) STRICT, WITHOUT ROWID;
`,
}
