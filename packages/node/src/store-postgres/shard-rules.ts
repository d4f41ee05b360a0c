import { distribution } from './citus/distribution.ts'
import type { Session } from './session.ts'

/**
 * What the live catalogue of a schema says against spreading it over nodes, one sentence each; empty when nothing does.
 * The same on a plain PostgreSQL and on Citus, so that the rules stay true where no Citus is at hand.
 *
 * Not checked: the statements; they are held to the same rules by the tests of this package.
 */
export async function findShardProblems(session: Session, schema: string): Promise<string[]> {
  const found: string[] = []
  for (const question of [tablesUnknown, keysWithoutColumn, foreignKeys, sequences, generatedColumns]) {
    const { rows } = await session.query({
      text: question,
      values: [schema, Object.keys(distribution), Object.values(distribution)],
      rowMode: 'array',
    })
    for (const row of rows) found.push(row[0] as string)
  }
  return found
}

const known = 'unnest($2::text[], $3::text[]) AS known (name, place)'

const tablesUnknown = `
SELECT CASE WHEN c.relname IS NULL THEN format('table %s is missing', known.name)
            WHEN known.name IS NULL THEN format('table %s has no place in a cluster', c.relname)
            ELSE format('table %s has no column %s that is never null', known.name, known.place) END
FROM (SELECT * FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND relkind IN ('r', 'p')) AS c
FULL JOIN ${known} ON known.name = c.relname
WHERE c.relname IS NULL OR known.name IS NULL
   OR known.place <> 'everywhere' AND NOT EXISTS (
     SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = known.place AND a.attnotnull AND NOT a.attisdropped)`

const keysWithoutColumn = `
SELECT format('unique key %s of %s does not contain %s', k.relname, c.relname, known.place)
FROM pg_index AS i
JOIN pg_class AS k ON k.oid = i.indexrelid
JOIN pg_class AS c ON c.oid = i.indrelid
JOIN pg_namespace AS s ON s.oid = c.relnamespace AND s.nspname = $1
JOIN ${known} ON known.name = c.relname AND known.place <> 'everywhere'
WHERE (i.indisunique OR i.indisexclusion) AND NOT EXISTS (
  SELECT FROM pg_attribute AS a
  WHERE a.attrelid = c.oid AND a.attname = known.place AND a.attnum = ANY ((i.indkey::smallint[])[0:i.indnkeyatts - 1]))`

// Within one shard both sides name it; to a table that is everywhere any key does.
const foreignKeys = `
SELECT format('foreign key %s of %s leads to another shard', f.conname, c.relname)
FROM pg_constraint AS f
JOIN pg_class AS c ON c.oid = f.conrelid
JOIN pg_class AS t ON t.oid = f.confrelid
JOIN pg_namespace AS s ON s.oid = c.relnamespace AND s.nspname = $1
LEFT JOIN ${known} ON known.name = c.relname
LEFT JOIN unnest($2::text[], $3::text[]) AS target (name, place) ON target.name = t.relname
WHERE f.contype = 'f' AND target.place IS DISTINCT FROM 'everywhere' AND NOT (
  known.place = 'shard' AND target.place = 'shard' AND EXISTS (
    SELECT FROM unnest(f.conkey, f.confkey) AS pair (own, other)
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = pair.own AND a.attname = 'shard'
    JOIN pg_attribute AS b ON b.attrelid = t.oid AND b.attnum = pair.other AND b.attname = 'shard'))`

const sequences = `
SELECT format('sequence %s gives out numbers of one node', c.relname)
FROM pg_class AS c JOIN pg_namespace AS s ON s.oid = c.relnamespace AND s.nspname = $1
WHERE c.relkind = 'S' AND $2::text[] IS NOT NULL AND $3::text[] IS NOT NULL`

const generatedColumns = `
SELECT format('column %s of %s is numbered by one node', a.attname, c.relname)
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
JOIN pg_namespace AS s ON s.oid = c.relnamespace AND s.nspname = $1
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE NOT a.attisdropped AND a.attnum > 0 AND $2::text[] IS NOT NULL AND $3::text[] IS NOT NULL
  AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%')`
