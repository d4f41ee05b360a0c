// A rotating code made and checked beside two bare HMAC-SHA256 of @noble/hashes; a voucher token verified beside jose's bare jwtVerify of the
// same token, by a key set of one and of a hundred keys. In turns, in one run.
import { createRequire } from 'node:module'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { generateKeys, openKeys } from '@tallystick/core'
import { createKeySet, verifyVoucherToken } from '@tallystick/core/token'
import { importJWK, jwtVerify } from 'jose'
import { mintCode } from '../../packages/core/src/token/code/mint-codes.ts'
import { readCode } from '../../packages/core/src/token/code/read-code.ts'
import { mintVoucherToken } from '../../packages/core/src/token/voucher-token/mint-voucher-token.ts'
import type { Bench } from './harness/bench.ts'
import { ratio, resultsOf, Series, sayRound } from './harness/series.ts'
import { versionOf } from './harness/version-of.ts'

const ROUNDS = 101
const CODES_A_ROUND = 500
const TOKENS_A_ROUND = 30
const tenant = 'bench'
const issuer = 'https://vouchers.example'
const audience = 'partner:waimai'
const orderNumber = 'A-1'

export const bench: Bench = async ({ say }) => {
  const keys = openKeys(await generateKeys())
  const verify = await verifiers()
  const all = fresh()
  const message = new Uint8Array(32)
  const secret = new Uint8Array(32).fill(7)
  const now = Date.now()
  const [epoch, step] = [keys.epochAt(now), Math.floor(now / 30_000)]
  const codeOnce = (turn: number) => {
    const subject = { owner: 5000 + turn, kind: 3, ordinal: turn % 64, version: 0 }
    const text = mintCode({ keys, tenant, form: 'voucher', subject, epoch, step })
    const read = readCode({ keys, tenant, text, now })
    if (!read.ok || read.value.owner !== subject.owner) throw new Error('a code was not read as it was made')
  }
  const hmacTwice = (turn: number) => {
    message[0] = turn & 255
    hmac(sha256, secret, message)
    hmac(sha256, secret, message)
  }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const into = round === 0 ? fresh() : all
    await into.code.round(CODES_A_ROUND, (waits) => timed(codeOnce, CODES_A_ROUND, waits))
    await into.twoHmac.round(CODES_A_ROUND, (waits) => timed(hmacTwice, CODES_A_ROUND, waits))
    await into.verify.round(TOKENS_A_ROUND, (waits) => oneByOne(verify.ours, TOKENS_A_ROUND, waits))
    await into.jose.round(TOKENS_A_ROUND, (waits) => oneByOne(verify.jose, TOKENS_A_ROUND, waits))
    await into.verifyAmongHundred.round(TOKENS_A_ROUND, (waits) => oneByOne(verify.among, TOKENS_A_ROUND, waits))
    if (round > 0 && round % 20 === 1) sayRound(say, `round ${round} of ${ROUNDS}`, all)
  }
  const { resolve } = createRequire(import.meta.url)
  return {
    results: resultsOf(all),
    ratios: {
      codeVsTwoHmac: ratio(all.code, all.twoHmac),
      verifyVsJose: ratio(all.verify, all.jose),
      hundredKeysVsOne: ratio(all.verifyAmongHundred, all.verify),
    },
    versions: { jose: versionOf(resolve('jose')), '@noble/hashes': versionOf(resolve('@noble/hashes/sha2.js')) },
  }
}

function fresh() {
  const ours = { code: new Series(), verify: new Series(), verifyAmongHundred: new Series() }
  return { ...ours, twoHmac: new Series(), jose: new Series() }
}

async function verifiers() {
  const keyRing = openKeys(await generateKeys())
  const now = Date.now()
  const token = await mintVoucherToken({
    ...{ keyRing, tenant, issuer, audience, subject: 'person-1', jti: 'token-1', version: 1, now },
    orderNumber,
  })
  const jwks = keyRing.publicKeys(tenant, now)
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
  const key = await importJWK({ ...jwks.keys.find((known) => known.kid === kid) }, 'ES256')
  const others = await Promise.all(Array.from({ length: 99 }, async () => openKeys(await generateKeys())))
  const hundred = [...others.flatMap((ring) => ring.publicKeys(tenant, now).keys.slice(0, 1)), ...jwks.keys]
  const by = (set: ReturnType<typeof createKeySet>) => async () => {
    const options = { keys: set, issuer, audience, orderNumber, now: new Date(now) }
    if (!(await verifyVoucherToken(token, options)).ok) throw new Error('a good token was refused')
  }
  return {
    ours: by(createKeySet(jwks)),
    among: by(createKeySet({ keys: hundred })),
    jose: () => jwtVerify(token, key, { currentDate: new Date(now) }),
  }
}

function timed(work: (turn: number) => unknown, count: number, waits: number[]): void {
  for (let turn = 0; turn < count; turn += 1) {
    const started = performance.now()
    work(turn)
    waits.push(performance.now() - started)
  }
}

async function oneByOne(work: () => Promise<unknown>, count: number, waits: number[]): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    const started = performance.now()
    await work()
    waits.push(performance.now() - started)
  }
}
