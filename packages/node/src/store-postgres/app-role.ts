/** What every session of a running store becomes: a role without UPDATE or DELETE on the journal, bound to its tenants. */
export const APP_ROLE = 'tally_app'

/** Between the tenants in the setting `tally.tenants`; no tenant's name contains it. */
export const TENANT_SEPARATOR = '\u001f'
