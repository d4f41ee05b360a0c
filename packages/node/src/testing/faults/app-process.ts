// A server process for fault tests: runs calls that come as messages, and ends itself with SIGKILL at a named step.
import { DatabaseSync } from 'node:sqlite'
import type { Actor, GroupTransaction, Store } from '@tallystick/core'
import { createTally, systemClock } from '@tallystick/core'
import { Client } from 'pg'
import { fileKeys } from '../../keys/file-keys.ts'
import { postgresStore } from '../../store-postgres/postgres-store.ts'
import { sqliteStore } from '../../store-sqlite/sqlite-store.ts'
import type { AppOptions, KillStep } from './faulty-app.ts'

interface Asked {
  readonly id: number
  readonly operation: string
  readonly input: unknown
  readonly actor: Actor
  readonly key: string
}

const { store: place, keys, killAt } = JSON.parse(process.argv[2] ?? '') as AppOptions
let passed = 0

function pass(step: KillStep): void {
  if (killAt?.step !== step) return
  passed += 1
  if (passed === killAt.nth) process.kill(process.pid, 'SIGKILL')
}

/** The moment when everything is written and COMMIT is not: it lies inside the stores, so their drivers are watched. */
function watchCommit(): void {
  const { exec } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (sql) {
    if (sql === 'COMMIT') pass('before COMMIT')
    return exec.call(this, sql)
  }
  const query = Client.prototype.query as (...args: unknown[]) => unknown
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    if (args[0] === 'COMMIT') pass('before COMMIT')
    return query.apply(this, args)
  } as typeof Client.prototype.query
}

function stepping(store: Store): Store {
  const begin = store.begin.bind(store)
  store.begin = async (...args) => {
    pass('before begin')
    const transaction = await begin(...args)
    pass('after lock')
    return transaction && steppingThrough(transaction)
  }
  return store
}

function steppingThrough(inner: GroupTransaction): GroupTransaction {
  return {
    heads: inner.heads,
    load: async (keys, spans) => {
      const rows = await inner.load(keys, spans)
      pass('after load')
      return rows
    },
    commit: async (changes) => {
      pass('before write')
      await inner.commit(changes)
      pass('after COMMIT')
    },
    rollback: () => inner.rollback(),
  }
}

watchCommit()
const opened = place.kind === 'sqlite' ? sqliteStore(place.path) : await postgresStore(place)
const tally = await createTally({ store: stepping(opened), keys: fileKeys(keys), clock: systemClock })

process.on('message', async ({ id, operation, input, actor, key }: Asked) => {
  let answer: object
  try {
    const value =
      operation === 'health' ? await tally.health() : await tally.call(operation, input, actor, { idempotencyKey: key })
    if (operation !== 'health') pass('before answer')
    answer = { outcome: value }
  } catch (error) {
    const { code, message, detail } = error as { code?: string; message: string; detail?: { reason?: string } }
    answer = { error: { code: code ?? 'bug', message, reason: detail?.reason } }
  }
  process.send?.({ id, ...answer })
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
