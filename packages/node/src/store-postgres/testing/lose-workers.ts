import type { TestPostgres } from './start-postgres.ts'

export interface Workers {
  /** From now on each statement that needs a row of these shards ends as the coordinator says. */
  lose(shards: readonly number[], sqlState: string, message: string): Promise<unknown>
  bringBack(): Promise<unknown>
}

/** Lets a plain PostgreSQL answer as a coordinator does that has lost the workers of some shards: with an error, for these alone. */
export async function workersOf(server: TestPostgres, schema: string): Promise<Workers> {
  const tables = ['tally_rows', 'tally_lanes', 'tally_journal']
  await server.query(`
    CREATE TABLE ${schema}.lost (shard integer PRIMARY KEY, state text NOT NULL, message text NOT NULL);
    CREATE FUNCTION ${schema}.worker_answers(wanted integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ${schema} AS $$
    DECLARE gone lost;
    BEGIN
      SELECT * INTO gone FROM lost WHERE shard = wanted;
      IF FOUND THEN RAISE EXCEPTION '%', gone.message USING ERRCODE = gone.state; END IF;
      RETURN true;
    END $$;
    ${tables
      .map(
        (table) => `CREATE POLICY worker ON ${schema}.${table} AS RESTRICTIVE
          USING (${schema}.worker_answers(shard)) WITH CHECK (${schema}.worker_answers(shard));`,
      )
      .join('\n')}`)
  return {
    lose: (shards, sqlState, message) =>
      server.query(
        `INSERT INTO ${schema}.lost VALUES ${shards.map((shard) => `(${shard}, '${sqlState}', '${message}')`).join(', ')}`,
      ),
    bringBack: () => server.query(`DELETE FROM ${schema}.lost`),
  }
}
