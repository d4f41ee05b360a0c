import { Pool, type PoolClient } from 'pg'
import { nextPeerClaim, type PeerClaim } from './peer-claim.ts'

/** The peers of the claims bench on the same PostgreSQL with the same durability, each on this many connections. */
const CONNECTIONS = 32
/** Two writers, as the engine has two groups in flight, and half of two hundred claimers in each group. */
const WRITERS = 2
const GROUP = 100

const schema = `
  DROP SCHEMA IF EXISTS peer CASCADE;
  CREATE SCHEMA peer;
  SET search_path = peer;
  CREATE TABLE stock (batch int, stripe int, remaining int NOT NULL CHECK (remaining >= 0), PRIMARY KEY (batch, stripe));
  CREATE TABLE voucher (holder bigint, n int, state text, PRIMARY KEY (holder, n));
  CREATE TABLE quota (holder bigint, batch int, state text, PRIMARY KEY (holder, batch));
  CREATE TABLE journal (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
  CREATE TABLE reply (scope text PRIMARY KEY, body text NOT NULL);
  CREATE TABLE bare (shard int, owner bigint, kind int, state text, PRIMARY KEY (shard, owner, kind));
  INSERT INTO stock SELECT 1, stripe, 100000000 FROM generate_series(0, ${WRITERS}) stripe;
  CREATE FUNCTION claim(person_key text, person bigint, voucher_state text, quota_state text, entry text, answer text)
  RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM reply WHERE scope = person_key;
    IF FOUND THEN RETURN false; END IF;
    PERFORM 1 FROM quota WHERE holder = person AND batch = 1;
    IF FOUND THEN RETURN false; END IF;
    INSERT INTO voucher VALUES (person, 0, voucher_state);
    INSERT INTO quota VALUES (person, 1, quota_state);
    INSERT INTO journal (body) VALUES (entry);
    INSERT INTO reply VALUES (person_key, answer);
    UPDATE stock SET remaining = remaining - 1 WHERE batch = 1 AND stripe = 0 AND remaining > 0;
    RETURN FOUND;
  END $$;
`

export interface PostgresPeers {
  /** The same full claim as people write it: a transaction of several round trips, conditional update, unique keys. */
  severalRoundTrips(claims: number, waits: number[], connections?: number): Promise<void>
  /** The same as one function call: one round trip a claim. */
  oneRoundTrip(claims: number, waits: number[]): Promise<void>
  /** The least a grouped claim can cost: three rows a claim and one conditional stock update a group, no rules, no checks. */
  bareGroups(claims: number, waits: number[]): Promise<void>
  close(): Promise<void>
}

export async function openPeers(connectionString: string): Promise<PostgresPeers> {
  const pool = new Pool({ connectionString, max: CONNECTIONS, options: '-c search_path=peer' })
  await pool.query(schema)
  const onEach = async (
    claims: number,
    step: number,
    connections: number,
    waits: number[],
    work: (client: PoolClient, connection: number) => Promise<void>,
  ) => {
    let left = claims
    await Promise.all(
      Array.from({ length: connections }, async (_, connection) => {
        const client = await pool.connect()
        while (left > 0) {
          left -= step
          const started = performance.now()
          await work(client, connection)
          const took = performance.now() - started
          for (let member = 0; member < step; member += 1) waits.push(took)
        }
        client.release()
      }),
    )
  }
  return {
    severalRoundTrips: (claims, waits, connections = CONNECTIONS) =>
      onEach(claims, 1, connections, waits, (client) => claimStepByStep(client, nextPeerClaim())),
    oneRoundTrip: (claims, waits) =>
      onEach(claims, 1, CONNECTIONS, waits, (client) => claimAtOnce(client, nextPeerClaim())),
    bareGroups: (claims, waits) => onEach(claims, GROUP, WRITERS, waits, bareGroup),
    close: () => pool.end(),
  }
}

async function claimAtOnce(client: PoolClient, claim: PeerClaim): Promise<void> {
  const { key, holder, voucher, quota, journal, reply } = claim
  const values = [key, holder, voucher, quota, journal, reply]
  const { rows } = await client.query({ name: 'one', text: 'SELECT claim($1, $2, $3, $4, $5, $6)', values })
  if (rows[0].claim !== true) throw new Error('the bench has stock for all, and claims for new people only')
}

/** The stock, which all want, is locked as late as can be: the kindest order for this peer. */
async function claimStepByStep(client: PoolClient, claim: PeerClaim): Promise<void> {
  const { key, holder, voucher, quota, journal, reply } = claim
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
  await client.query('BEGIN')
  const known = await run('known', 'SELECT body FROM reply WHERE scope = $1', [key])
  const used = await run('used', 'SELECT state FROM quota WHERE holder = $1 AND batch = 1', [holder])
  if (known.rows.length + used.rows.length > 0) throw new Error('the bench claims for new people only')
  await run('voucher', 'INSERT INTO voucher VALUES ($1, 0, $2)', [holder, voucher])
  await run('quota', 'INSERT INTO quota VALUES ($1, 1, $2)', [holder, quota])
  await run('journal', 'INSERT INTO journal (body) VALUES ($1)', [journal])
  await run('reply', 'INSERT INTO reply VALUES ($1, $2)', [key, reply])
  const taken = await run('take', takeText(1), [0])
  if (taken.rowCount !== 1) throw new Error('the bench has stock for all')
  await client.query('COMMIT')
}

function takeText(units: number): string {
  return `UPDATE stock SET remaining = remaining - ${units} WHERE batch = 1 AND stripe = $1 AND remaining >= ${units}`
}

const insertBare = 'INSERT INTO bare SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::text[])'

/** Each writer has a stripe of the stock of its own, so that neither waits for the other. */
async function bareGroup(client: PoolClient, writer: number): Promise<void> {
  const [shards, owners, kinds, states] = [[] as number[], [] as number[], [] as number[], [] as string[]]
  for (let member = 0; member < GROUP; member += 1) {
    const claim = nextPeerClaim()
    for (const [kind, state] of [claim.voucher, claim.quota, claim.journal].entries()) {
      shards.push(claim.holder % 64)
      owners.push(claim.holder)
      kinds.push(kind)
      states.push(state)
    }
  }
  await client.query('BEGIN')
  const taken = await client.query({ name: 'takeMany', text: takeText(GROUP), values: [writer + 1] })
  if (taken.rowCount !== 1) throw new Error('the bench has stock for all')
  await client.query({ name: 'bare', text: insertBare, values: [shards, owners, kinds, states] })
  await client.query('COMMIT')
}
