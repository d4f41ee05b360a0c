import type { TestPostgres } from './start-postgres.ts'

/** Has PostgreSQL end the first transaction that inserts into the table, with this SQLSTATE; those after it are let be. */
export async function loseOnce(server: TestPostgres, schema: string, table: string, sqlState: string): Promise<void> {
  await server.query(`
    CREATE SEQUENCE ${schema}.tries;
    GRANT USAGE ON SEQUENCE ${schema}.tries TO tally_app;
    CREATE FUNCTION ${schema}.lose() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('${schema}.tries') = 1 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '${sqlState}'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER lose AFTER INSERT ON ${schema}.${table} FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.lose()`)
}
