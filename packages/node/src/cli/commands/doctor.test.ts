import { chmodSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { sqliteStore } from '../../store-sqlite/sqlite-store.ts'
import { programme, temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally, withWords } = temporaryInstallation()

describe('tally doctor', () => {
  test('finds a new installation well', async () => {
    await tally('init gaoxian')
    const { code, out } = await tally('doctor --port 0')
    expect([code, out]).toEqual([0, expect.stringContaining('All well.')])
    for (const name of ['Node', 'folder', 'keys', 'schema', 'clock', 'journal', 'port']) expect(out).toContain(name)
  })

  test('says what is wrong with a damaged one, each with its remedy, and answers 3', async () => {
    await tally('init gaoxian')
    chmodSync(at('keys', 'keys.json'), 0o644)
    const db = new DatabaseSync(at('tally.db'))
    db.exec('PRAGMA user_version = 1')
    db.close()
    const { code, out } = await tally('doctor --port 0')
    expect(code).toBe(3)
    expect(out).toMatch(/WRONG keys: .*\n +→ Run: chmod 600/)
    expect(out).toMatch(/WRONG schema and settings: .*\n.*tally migrate/)
  })

  test('THR-U1 finds a journal that somebody has rewritten, and a clock that runs behind', async () => {
    await tally('init gaoxian')
    const file = at('programmes', 'spring.yaml')
    writeFileSync(file, programme)
    expect((await withWords(['programme', 'publish', file])).code).toBe(0)
    expect((await tally('doctor --port 0')).code).toBe(0)
    const early = await tally('doctor --port 0', { now: new Date(Date.now() - 3_600_000) })
    expect([early.code, early.out]).toEqual([3, expect.stringContaining('WRONG clock')])
    const db = new DatabaseSync(at('tally.db'))
    const guard = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'journal_keeps_text'").get()?.sql as string
    db.exec('DROP TRIGGER journal_keeps_text')
    db.exec("UPDATE journal SET body = replace(body, 'spring', 'summer')")
    db.exec(guard)
    db.close()
    const { code, out } = await tally('doctor --port 0')
    expect([code, out]).toEqual([3, expect.stringMatching(/WRONG journal: .*link_wrong/)])
  })

  test('THR-U1 finds a balance that somebody has written, and a row of an account that is gone', async () => {
    await tally('init gaoxian')
    const file = at('programmes', 'spring.yaml')
    writeFileSync(file, programme)
    expect((await withWords(['programme', 'publish', file])).code).toBe(0)
    const well = await tally('doctor --port 0')
    expect([well.code, well.out]).toEqual([0, expect.stringMatching(/ok {4}accounts: 2, each where/)])
    const change = (sql: string) => {
      const db = new DatabaseSync(at('tally.db'))
      db.exec(sql)
      db.close()
    }
    change("UPDATE rows SET state = replace(state, '200000', '300000') WHERE kind = 6 AND state LIKE '%budget/spring%'")
    const raised = await tally('doctor --port 0')
    expect([raised.code, raised.out]).toEqual([
      3,
      expect.stringMatching(
        /ok {4}journal(.|\n)*WRONG accounts: budget\/spring of gaoxian\/0 says 300000 CNY .*come to 200000/,
      ),
    ])
    change("DELETE FROM rows WHERE kind = 6 AND state LIKE '%budget/spring%'")
    expect((await tally('doctor --port 0')).out).toMatch(
      /WRONG accounts: budget\/spring .* says 0 CNY .*come to 200000/,
    )
  })

  test('looks at an installation while a server runs on it', async () => {
    await tally('init gaoxian')
    const store = sqliteStore(at('tally.db'))
    expect((await tally('doctor --port 0')).code).toBe(0)
    await store.close()
  })
})
