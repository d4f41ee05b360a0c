import type { KeyRing } from '../../kernel/key-ring.ts'
import { encodeBase64url } from '../base64url.ts'
import { SHOP_CODE } from '../shop-code/shop-code.ts'
import { CARDS_A_LIST, LIST_BYTES, STATUS_LIST_TYPE, setBit, statusListSubject } from '../status-list/status-list.ts'
import { CHALLENGE_AUDIENCE, TERMINAL_CHALLENGE_TYPE } from '../terminal-challenge/terminal-challenge.ts'
import { NOW } from './fixed-keys.ts'
import { asInvalid, type Case, illTokens, ISSUER as issuer, soundToken, TENANT } from './ill-formed-tokens.ts'

// Lists of voided cards, challenges of tills and printed shop codes: tokens that a reader judges without asking the issuer of each.

const VOUCHER_TOKEN = 'tally-voucher+jwt'
const now = new Date(NOW).toISOString()
const iat = NOW / 1000

/** A kind of token, and what is wrong with any of it. */
function kindOf(keyRing: KeyRing, typ: string, claims: object) {
  const sound = soundToken(keyRing, typ, claims)
  const under = keyRing.signingKey(TENANT, 2).suite.name === 'p256' ? '' : ' By SM2.'
  return { ...sound, ill: illTokens(keyRing, sound, VOUCHER_TOKEN), under }
}

export function makeChallengeVectors(keyRing: KeyRing) {
  const said = { mer: 'noodles', nam: '高县老面馆', ter: 't1', non: `${'0'.repeat(25)}4`, amt: 10_000, cur: 'CNY' }
  const sound = { iss: issuer, aud: CHALLENGE_AUDIENCE, ...said, iat, exp: iat + 60 }
  const { make, good, ill, under } = kindOf(keyRing, TERMINAL_CHALLENGE_TYPE, sound)
  const read = { merchantId: said.mer, nonce: said.non, amountMinor: said.amt, currency: said.cur }
  const times = { issuedAt: NOW, expiresAt: NOW + 60_000 }
  const valid = [
    { name: 'as minted', token: good, expected: { ok: true, ...read, shop: said.nam, terminalId: said.ter, ...times } },
    {
      name: 'a shop without a name and a till',
      token: make({ nam: undefined, ter: undefined }),
      expected: { ok: true, ...read, ...times },
    },
  ]
  const illClaimed: readonly Case[] = [
    ['another audience', make({ aud: 'partner:waimai' }), 'token_wrong_audience'],
    ['exp 61 seconds after iat', make({ exp: iat + 61 }), 'token_lifetime_refused'],
    ['exp now', make({ iat: iat - 60, exp: iat }), 'token_expired'],
    ['no shop', make({ mer: undefined }), 'token_malformed'],
    ['an empty name', make({ nam: '' }), 'token_malformed'],
    ['a short nonce', make({ non: said.non.slice(1) }), 'token_malformed'],
    ['a nonce in small letters', make({ non: `a${said.non.slice(1)}` }), 'token_malformed'],
    ['no amount', make({ amt: 0 }), 'token_malformed'],
    ['a part of a fen', make({ amt: 100.5 }), 'token_malformed'],
    ['a negative amount', make({ amt: -100 }), 'token_malformed'],
    ['no currency', make({ cur: undefined }), 'token_malformed'],
  ]
  return {
    description: `Terminal challenges: verify \`token\` with \`jwks\` and \`settings\`, as a holder’s phone does.${under}`,
    settings: { issuer, now },
    jwks: keyRing.publicKeys(TENANT, NOW),
    valid,
    invalid: asInvalid([...ill, ...illClaimed]),
  }
}

export function makeShopCodeVectors(keyRing: KeyRing) {
  const sound = { iss: issuer, aud: SHOP_CODE.audience, mer: 'noodles', sht: 2, iat, exp: iat + 365 * 86_400 }
  const { make, good, ill, under } = kindOf(keyRing, SHOP_CODE.type, sound)
  const read = { ok: true, merchantId: 'noodles', sheet: 2, issuedAt: NOW }
  const longest = iat + 400 * 86_400
  const valid = [
    { name: 'as printed', token: good, expected: { ...read, expiresAt: sound.exp * 1000 } },
    { name: 'for 400 days', token: make({ exp: longest }), expected: { ...read, expiresAt: longest * 1000 } },
  ]
  const illClaimed: readonly Case[] = [
    ['another audience', make({ aud: 'partner:waimai' }), 'token_wrong_audience'],
    ['exp 400 days and a second after iat', make({ exp: longest + 1 }), 'token_lifetime_refused'],
    ['exp now', make({ iat: iat - 86_400, exp: iat }), 'token_expired'],
    ['no shop', make({ mer: undefined }), 'token_malformed'],
    ['an empty shop', make({ mer: '' }), 'token_malformed'],
    ['no sheet', make({ sht: undefined }), 'token_malformed'],
    ['sheet 0', make({ sht: 0 }), 'token_malformed'],
    ['sheet as text', make({ sht: '2' }), 'token_malformed'],
  ]
  return {
    description: `Printed shop codes: verify \`token\` with \`jwks\` and \`settings\`.${under}`,
    settings: { issuer, now },
    jwks: keyRing.publicKeys(TENANT, NOW),
    valid,
    invalid: asInvalid([...ill, ...illClaimed]),
  }
}

export function makeStatusListVectors(keyRing: KeyRing) {
  const voided = [0, 7, 8, 511, CARDS_A_LIST - 1]
  const bits = new Uint8Array(LIST_BYTES)
  const said = { ok: true, voided: voided.join() }
  for (const index of voided) setBit(bits, index)
  const list = (bytes: Uint8Array) => ({ bits: 1, lst: encodeBase64url(storedZlib(bytes)) })
  const times = { iat, exp: iat + 3600, ttl: 300 }
  const sound = { iss: issuer, sub: statusListSubject(issuer, 3), ...times, status_list: list(bits) }
  const { make, good, ill, under } = kindOf(keyRing, STATUS_LIST_TYPE, sound)
  const freshUntil = iat + 300
  const none = make({ status_list: list(new Uint8Array(LIST_BYTES)) })
  const valid = [
    { name: 'five cards void', token: good, expected: { ...said, freshUntil } },
    { name: 'no card void', token: none, expected: { ...said, freshUntil, voided: '' } },
    {
      name: 'read 299 seconds ago',
      token: make({ iat: iat - 299, exp: iat + 60 }),
      expected: { ...said, freshUntil: iat + 1 },
    },
  ]
  const illClaimed: readonly Case[] = [
    ['the list of other cards', make({ sub: statusListSubject(issuer, 4) }), 'token_wrong_subject'],
    ['exp an hour and a second after iat', make({ exp: iat + 3601 }), 'token_lifetime_refused'],
    ['exp now', make({ iat: iat - 3600, exp: iat }), 'token_expired'],
    ['older than its ttl', make({ iat: iat - 300, exp: iat + 60 }), 'token_expired'],
    ['no ttl', make({ ttl: undefined }), 'token_lifetime_refused'],
    ['ttl 301', make({ ttl: 301 }), 'token_lifetime_refused'],
    ['two bits a card', make({ status_list: { ...list(bits), bits: 2 } }), 'status_list_malformed'],
    ['no list', make({ status_list: undefined }), 'status_list_malformed'],
    ['a byte too few', make({ status_list: list(bits.subarray(1)) }), 'status_list_malformed'],
    ['inflates to 500 bytes', make({ status_list: list(new Uint8Array(500)) }), 'status_list_malformed'],
    ['not deflated', make({ status_list: { bits: 1, lst: encodeBase64url(bits) } }), 'status_list_malformed'],
    ['lst with padding', make({ status_list: { bits: 1, lst: `${list(bits).lst}=` } }), 'status_list_malformed'],
  ]
  return {
    description: `Lists of voided cards: verify \`token\` with \`jwks\` and \`settings\`; \`voided\` are the indices whose bit is 1, with commas between.${under}`,
    settings: { issuer, list: 3, now },
    jwks: keyRing.publicKeys(TENANT, NOW),
    valid,
    invalid: asInvalid([...ill, ...illClaimed]),
  }
}

/** ZLIB (RFC 1950) with one stored block: the same bytes on every platform, which a compressor's are not. */
function storedZlib(bytes: Uint8Array): Uint8Array {
  const { length } = bytes
  let [a, b] = [1, 0]
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  const head = [0x78, 1, 1, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255]
  return Uint8Array.of(...head, ...bytes, b >> 8, b & 255, a >> 8, a & 255)
}
