import type { Migration } from './migration.ts'

/**
 * The key of everything begins with tenant and shard, so that it can be distributed by shard later; no sequence, no
 * foreign key across shards. Eight-byte columns stand first: then no row has gaps. Tenants compare byte by byte
 * (COLLATE "C"): faster, and the same after an upgrade of the operating system's locales.
 */
export const tables: Migration = {
  version: 1,
  summary: 'tables for rows, lanes, journal, identity directory',
  sql: `
CREATE TABLE tally_meta (name text PRIMARY KEY, value text NOT NULL);

CREATE TABLE tally_rows (
  owner bigint NOT NULL,
  n bigint NOT NULL,
  shard integer NOT NULL,
  kind integer NOT NULL,
  v integer NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  state text NOT NULL,
  PRIMARY KEY (tenant, shard, owner, kind, n)
) WITH (fillfactor = 85);

-- The only locks, and the rows that change most: room beside each for its next version, and no index on what changes,
-- so that an update stays on its page and touches no index.
CREATE TABLE tally_lanes (
  seq bigint NOT NULL DEFAULT 0,
  last_now bigint NOT NULL DEFAULT 0,
  shard integer NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  hash text,
  PRIMARY KEY (tenant, shard)
) WITH (fillfactor = 20);

CREATE TABLE tally_journal (
  seq bigint NOT NULL,
  at bigint NOT NULL,
  shard integer NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  body text NOT NULL,
  link text,
  PRIMARY KEY (tenant, shard, seq)
);

CREATE TABLE tally_owners (
  owner bigint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, owner)
);

CREATE TABLE tally_directory (
  owner bigint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, name)
);
`,
}
