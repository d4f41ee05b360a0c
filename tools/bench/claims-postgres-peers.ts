import { Pool, type PoolClient } from 'pg'

/** The peers of the claims bench on the same PostgreSQL with the same durability, each on this many connections. */
const CONNECTIONS = 32

const state = JSON.stringify({ batch: 1, benefit: 'catering', programmeVersion: 1, status: 'outstanding', version: 0 })

const schema = `
  DROP SCHEMA IF EXISTS peer CASCADE;
  CREATE SCHEMA peer;
  SET search_path = peer;
  CREATE TABLE stock (batch int PRIMARY KEY, remaining int NOT NULL CHECK (remaining >= 0));
  CREATE TABLE voucher (holder bigint, n int, state text, PRIMARY KEY (holder, n));
  CREATE TABLE quota (holder bigint, batch int, used int, PRIMARY KEY (holder, batch));
  CREATE TABLE journal (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
  CREATE TABLE reply (scope text PRIMARY KEY, body text NOT NULL);
  CREATE TABLE bare (shard int, owner bigint, kind int, state text, PRIMARY KEY (shard, owner, kind));
  INSERT INTO stock VALUES (1, 100000000);
  CREATE FUNCTION claim(person_key text, person bigint, body text) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM reply WHERE scope = person_key;
    IF FOUND THEN RETURN false; END IF;
    PERFORM 1 FROM quota WHERE holder = person AND batch = 1;
    IF FOUND THEN RETURN false; END IF;
    INSERT INTO voucher VALUES (person, 0, body);
    INSERT INTO quota VALUES (person, 1, 1);
    INSERT INTO journal (body) VALUES (body);
    INSERT INTO reply VALUES (person_key, body);
    UPDATE stock SET remaining = remaining - 1 WHERE batch = 1 AND remaining > 0;
    RETURN FOUND;
  END $$;
`

export interface Peers {
  /** The same full claim as people write it: a transaction of several round trips, conditional update, unique keys. */
  severalRoundTrips(claims: number): Promise<void>
  /** The same as one function call: one round trip a claim. */
  oneRoundTrip(claims: number): Promise<void>
  /** The least a grouped claim can cost: three rows a claim, a hundred claims a commit, no rules, no checks. */
  bareGroups(claims: number): Promise<void>
  close(): Promise<void>
}

export async function openPeers(connectionString: string): Promise<Peers> {
  const pool = new Pool({ connectionString, max: CONNECTIONS, options: '-c search_path=peer' })
  await pool.query(schema)
  let person = 0
  const onEach = async (claims: number, step: number, work: (client: PoolClient) => Promise<void>) => {
    let left = claims
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        const client = await pool.connect()
        while (left > 0) {
          left -= step
          await work(client)
        }
        client.release()
      }),
    )
  }
  const next = () => {
    person += 1
    return { key: `k${person}`, holder: (person * 48_271) % 2 ** 47 }
  }
  return {
    severalRoundTrips: (claims) => onEach(claims, 1, (client) => claimStepByStep(client, next())),
    oneRoundTrip: (claims) =>
      onEach(claims, 1, async (client) => {
        const { key, holder } = next()
        const result = await client.query({
          name: 'one',
          text: 'SELECT claim($1, $2, $3)',
          values: [key, holder, state],
        })
        if (result.rows[0].claim !== true)
          throw new Error('the bench has stock for all, and claims for new people only')
      }),
    // Two connections, as the engine has two groups in flight.
    bareGroups: async (claims) => {
      let left = claims
      const writer = async () => {
        const client = await pool.connect()
        for (; left > 0; left -= GROUP) await bareGroup(client, Array.from({ length: GROUP }, next))
        client.release()
      }
      await Promise.all([writer(), writer()])
    },
    close: () => pool.end(),
  }
}

interface Claim {
  readonly key: string
  readonly holder: number
}

async function claimStepByStep(client: PoolClient, { key, holder }: Claim): Promise<void> {
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
  await client.query('BEGIN')
  const known = await run('known', 'SELECT body FROM reply WHERE scope = $1', [key])
  const used = await run('used', 'SELECT used FROM quota WHERE holder = $1 AND batch = 1', [holder])
  if (known.rows.length + used.rows.length > 0) throw new Error('the bench claims for new people only')
  const taken = await run('take', 'UPDATE stock SET remaining = remaining - 1 WHERE batch = $1 AND remaining > 0', [1])
  if (taken.rowCount !== 1) throw new Error('the bench has stock for all')
  await run('voucher', 'INSERT INTO voucher VALUES ($1, 0, $2)', [holder, state])
  await run('quota', 'INSERT INTO quota VALUES ($1, 1, 1)', [holder])
  await run('journal', 'INSERT INTO journal (body) VALUES ($1)', [state])
  await run('reply', 'INSERT INTO reply VALUES ($1, $2)', [key, state])
  await client.query('COMMIT')
}

const GROUP = 100
const placeholders = Array.from(
  { length: GROUP * 3 },
  (_, row) => `($${row * 4 + 1},$${row * 4 + 2},$${row * 4 + 3},$${row * 4 + 4})`,
)
const insertBare = `INSERT INTO bare VALUES ${placeholders.join(',')}`

async function bareGroup(client: PoolClient, claims: readonly Claim[]): Promise<void> {
  const values = claims.flatMap(({ holder }) => [1, 2, 3].flatMap((kind) => [holder % 64, holder, kind, state]))
  await client.query('BEGIN')
  await client.query({ name: 'bare', text: insertBare, values })
  await client.query('COMMIT')
}
