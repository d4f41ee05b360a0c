import { APP_ROLE } from '../app-role.ts'
import type { Migration } from './migration.ts'

// The setting is read once a statement, not once a row: that is what the inner SELECT is for.
const policy = (table: string) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY tally_tenants ON ${table}
  USING (tenant = ANY ((SELECT string_to_array(current_setting('tally.tenants', true), E'\\x1f'))::text[]));
`

/** The running application works as a role that can only what it must: add to the journal, and see the tenants it named. */
export const rights: Migration = {
  version: 3,
  summary: `rights of the role ${APP_ROLE}, and each tenant's rows for that tenant's calls only`,
  sql: `
GRANT SELECT ON tally_meta TO ${APP_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON tally_rows TO ${APP_ROLE};
GRANT SELECT, INSERT, UPDATE ON tally_lanes TO ${APP_ROLE};
GRANT SELECT, INSERT ON tally_journal, tally_owners, tally_directory TO ${APP_ROLE};
${['tally_rows', 'tally_lanes', 'tally_journal', 'tally_owners', 'tally_directory'].map(policy).join('')}`,
}
