/** From now on the schema takes no row of the journal. */
export async function refuseJournal(query: (sql: string) => Promise<unknown>, schema: string): Promise<void> {
  await query(`
    CREATE FUNCTION ${schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no journal'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON ${schema}.tally_journal EXECUTE FUNCTION ${schema}.refuse()`)
}
