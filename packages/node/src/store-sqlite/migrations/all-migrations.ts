import { tables } from './0001-tables.ts'
import { journalGuards } from './0002-journal-guards.ts'
import { longStates } from './0003-long-states.ts'
import type { Migration } from './migration.ts'

/** Forward only and in order; a migration that was released is never edited. */
export const migrations: readonly Migration[] = [tables, journalGuards, longStates]

export const NEWEST_VERSION = migrations.length
