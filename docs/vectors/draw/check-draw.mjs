// node check-draw.mjs RECORD [KEYS]: draws again by a record, as docs/draw.md tells it, with Node alone and none of the issuer's code.
// KEYS is the issuer's key set as it publishes it; without it the one in the record is used. Prints the winners, the first drawn
// first, and ends with 1 when something does not hold.
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex')

const [file, keysFile] = process.argv.slice(2)
const record = JSON.parse(readFileSync(file, 'utf8'))
const { keys } = keysFile ? JSON.parse(readFileSync(keysFile, 'utf8')) : record.keys
const told = JSON.parse(record.document)

const wrong = []
const check = (what, holds) => {
  if (!holds) wrong.push(what)
}

check('format', told.format === 'tally-draw/1' && told.state === 'drawn')

// Keys of the national suite (SM2) this script does not know: there, it cannot say that the signature holds.
const [kid, signature] = record.seal.split('.')
const jwk = keys.find((key) => key.kid === kid && key.use === 'sig')
check(
  'signature',
  jwk?.crv === 'P-256' &&
    verify(
      'sha256',
      Buffer.from(`tally-draw/v1\0${record.document}`, 'utf8'),
      { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    ),
)

check('secret', sha256(told.secret) === told.commitment)

const entries = [...record.entries].sort()
check('entries twice', new Set(entries).size === entries.length)
const listHash = sha256(entries.map((entry) => `${entry}\n`).join(''))
check('list', listHash === told.listHash && entries.length === told.entries)

const seed = sha256(`tally-draw/1\n${told.batchId}\n${told.secret}\n${told.value}\n${listHash}\n`)
check('seed', seed === told.seed)

const key = Buffer.from(seed, 'hex')
const order = entries
  .map((entry) => [createHmac('sha256', key).update(entry, 'utf8').digest('hex'), entry])
  .sort(([a], [b]) => (a < b ? -1 : 1))
const winners = order.slice(0, told.places)
check('winners', winners.length === told.winners && (winners.at(-1)?.[0] ?? '') === told.last)
check('times', told.entriesUntil <= told.sealedAt && told.sealedAt < told.publicAt && told.publicAt <= told.drawnAt)

for (const [, entry] of winners) console.log(entry)
if (wrong.length > 0) {
  console.error(`does not hold: ${wrong.join(', ')}`)
  process.exitCode = 1
}
