// node tools/vectors/check-with-jsonwebtoken.mjs [FILE…]: verifies docs/vectors/*.json as somebody would who has never seen
// our code: the pages in docs/, a JOSE library that is not jose, and Node's OpenSSL. Ends with 1 when one vector comes out
// otherwise.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { judgeCode, judgeMark } from './judge-codes.mjs'
import { judgeOfflineSale } from './judge-offline.mjs'
import { judgeToken } from './judge-tokens.mjs'

const judges = { 'rotating-codes': judgeCode, 'card-marks': judgeMark, 'offline-sales': judgeOfflineSale }
const folder = join(import.meta.dirname, '../../docs/vectors')

function check(file) {
  const vectors = JSON.parse(readFileSync(file, 'utf8'))
  const kind = basename(file, '.json').replace(/-sm$/, '')
  const judge = judges[kind] ?? ((vector, all) => judgeToken(kind, vector, all))
  const all = [...vectors.valid, ...vectors.invalid]
  const wrong = all.filter((vector) => {
    const found = judge(vector, vectors)
    const outcome = typeof found === 'string' ? { ok: false, code: found } : { ok: true, ...found }
    if (sorted(outcome) === sorted(vector.expected)) return false
    console.log(`not as expected: ${vector.name}: ${JSON.stringify(outcome)}`)
    return true
  })
  console.log(`${all.length - wrong.length} of ${all.length} ${basename(file, '.json')} as expected`)
  return wrong.length === 0 && vectors.valid.length > 0 && vectors.invalid.length > 0
}

/** Members that are undefined are not there. */
function sorted(value) {
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const named = process.argv.slice(2)
const files =
  named.length > 0
    ? named
    : readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(folder, name))
process.exitCode = files.length > 0 && files.map(check).every(Boolean) ? 0 : 1
