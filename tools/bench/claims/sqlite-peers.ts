import { DatabaseSync } from 'node:sqlite'
import { nextPeerClaim } from './peer-claim.ts'

/** The peers of the claims bench, on the same SQLite with the same durability: WAL, every commit synced. */
function openPeer(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536')
  db.exec(`
    CREATE TABLE stock (batch INTEGER PRIMARY KEY, remaining INTEGER NOT NULL CHECK (remaining >= 0));
    CREATE TABLE voucher (holder INTEGER, n INTEGER, state TEXT, PRIMARY KEY (holder, n)) WITHOUT ROWID;
    CREATE TABLE quota (holder INTEGER, batch INTEGER, state TEXT, PRIMARY KEY (holder, batch)) WITHOUT ROWID;
    CREATE TABLE journal (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE reply (scope TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO stock VALUES (1, 100000000);
  `)
  return db
}

export interface SqlitePeer {
  run(claims: number, waits: number[]): void
  close(): void
}

/** The same full claim as people write it: one transaction a call, conditional update, unique keys, stored reply. */
export function handWrittenClaims(path: string): SqlitePeer {
  const db = openPeer(path)
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const known = db.prepare('SELECT body FROM reply WHERE scope = ?')
  const used = db.prepare('SELECT state FROM quota WHERE holder = ? AND batch = 1')
  const take = db.prepare('UPDATE stock SET remaining = remaining - 1 WHERE batch = 1 AND remaining > 0')
  const voucher = db.prepare('INSERT INTO voucher VALUES (?, 0, ?)')
  const quota = db.prepare('INSERT INTO quota VALUES (?, 1, ?)')
  const journal = db.prepare('INSERT INTO journal (body) VALUES (?)')
  const reply = db.prepare('INSERT INTO reply VALUES (?, ?)')
  const claimOnce = () => {
    const claim = nextPeerClaim()
    begin.run()
    if (known.get(claim.key) || used.get(claim.holder)) throw new Error('the bench claims for new people only')
    if (take.run().changes !== 1) throw new Error('the bench has stock for all')
    voucher.run(claim.holder, claim.voucher)
    quota.run(claim.holder, claim.quota)
    journal.run(claim.journal)
    reply.run(claim.key, claim.reply)
    commit.run()
  }
  return {
    run(claims, waits) {
      for (let count = 0; count < claims; count += 1) {
        const started = performance.now()
        claimOnce()
        waits.push(performance.now() - started)
      }
    },
    close: () => db.close(),
  }
}

const GROUP = 200

/** The least a grouped claim can cost: three rows a claim and one conditional stock update a group of two hundred. */
export function bareGroups(path: string): SqlitePeer {
  const db = openPeer(path)
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const take = db.prepare(`UPDATE stock SET remaining = remaining - ${GROUP} WHERE batch = 1 AND remaining >= ${GROUP}`)
  const voucher = db.prepare('INSERT INTO voucher VALUES (?, 0, ?)')
  const quota = db.prepare('INSERT INTO quota VALUES (?, 1, ?)')
  const journal = db.prepare('INSERT INTO journal (body) VALUES (?)')
  const claimGroup = () => {
    begin.run()
    if (take.run().changes !== 1) throw new Error('the bench has stock for all')
    for (let member = 0; member < GROUP; member += 1) {
      const claim = nextPeerClaim()
      voucher.run(claim.holder, claim.voucher)
      quota.run(claim.holder, claim.quota)
      journal.run(claim.journal)
    }
    commit.run()
  }
  return {
    run(claims, waits) {
      for (let count = 0; count < claims; count += GROUP) {
        const started = performance.now()
        claimGroup()
        const took = performance.now() - started
        for (let member = 0; member < GROUP; member += 1) waits.push(took)
      }
    },
    close: () => db.close(),
  }
}
