import { DatabaseSync } from 'node:sqlite'

/** The peers of the claims bench, on the same SQLite with the same durability: WAL, every commit synced. */
function openPeer(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  db.exec(`
    CREATE TABLE stock (batch INTEGER PRIMARY KEY, remaining INTEGER NOT NULL CHECK (remaining >= 0));
    CREATE TABLE voucher (holder INTEGER, n INTEGER, state TEXT, PRIMARY KEY (holder, n)) WITHOUT ROWID;
    CREATE TABLE quota (holder INTEGER, batch INTEGER, used INTEGER, PRIMARY KEY (holder, batch)) WITHOUT ROWID;
    CREATE TABLE journal (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE reply (scope TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO stock VALUES (1, 100000000);
  `)
  return db
}

const state = JSON.stringify({ batch: 1, benefit: 'catering', programmeVersion: 1, status: 'outstanding', version: 0 })

/** The same full claim as people write it: one transaction a call, conditional update, unique keys. */
export function handWrittenClaims(path: string) {
  const db = openPeer(path)
  const known = db.prepare('SELECT body FROM reply WHERE scope = ?')
  const used = db.prepare('SELECT used FROM quota WHERE holder = ? AND batch = 1')
  const take = db.prepare('UPDATE stock SET remaining = remaining - 1 WHERE batch = 1 AND remaining > 0')
  const voucher = db.prepare('INSERT INTO voucher VALUES (?, 0, ?)')
  const quota = db.prepare('INSERT INTO quota VALUES (?, 1, 1)')
  const journal = db.prepare('INSERT INTO journal (body) VALUES (?)')
  const reply = db.prepare('INSERT INTO reply VALUES (?, ?)')
  let person = 0
  return {
    run(claims: number): void {
      for (let count = 0; count < claims; count += 1) {
        person += 1
        const holder = (person * 48_271) % 2 ** 47
        db.exec('BEGIN IMMEDIATE')
        if (known.get(`k${person}`) || used.get(holder)) throw new Error('the bench claims for new people only')
        if (take.run().changes !== 1) throw new Error('the bench has stock for all')
        voucher.run(holder, state)
        quota.run(holder)
        journal.run(
          JSON.stringify({
            event: 'claimed',
            holder,
            postings: [
              ['stock', -2000],
              ['committed', 2000],
            ],
          }),
        )
        reply.run(`k${person}`, state)
        db.exec('COMMIT')
      }
    },
    close: () => db.close(),
  }
}

const GROUP = 200

/** The least a grouped claim can cost: three rows a claim, two hundred claims a commit, no rules, no checks. */
export function bareGroups(path: string) {
  const db = openPeer(path)
  const voucher = db.prepare('INSERT INTO voucher VALUES (?, 0, ?)')
  const quota = db.prepare('INSERT INTO quota VALUES (?, 1, 1)')
  const journal = db.prepare('INSERT INTO journal (body) VALUES (?)')
  let person = 0
  return {
    run(claims: number): void {
      for (let count = 0; count < claims; count += GROUP) {
        db.exec('BEGIN IMMEDIATE')
        for (let member = 0; member < GROUP; member += 1) {
          person += 1
          const holder = (person * 48_271) % 2 ** 47
          voucher.run(holder, state)
          quota.run(holder)
          journal.run(state)
        }
        db.exec('COMMIT')
      }
    },
    close: () => db.close(),
  }
}
