import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { decodeBase64url } from '../../token/base64url.ts'
import { readCode } from '../../token/code/read-code.ts'
import { ownKeySet } from '../../token/key-set/own-key-set.ts'
import { verifyVoucherToken } from '../../token/voucher-token/verify-voucher-token.ts'
import { audienceOf } from '../audience.ts'
import type { DigitsPlace } from '../digits/digits-entity.ts'
import { digitsPlace, digitsRef, findDigits } from '../digits/digits-entity.ts'
import { readDigits } from '../digits/digits-text.ts'
import { issuerOf, tokenAudience } from './mint-token.ts'
import type { VoucherAddress } from './own-voucher.ts'
import { voucherEntity } from './voucher-entity.ts'

export const presentedRefusals = ['code_mistyped', 'code_unknown', 'code_wrong_kind', 'token_refused'] as const
type PresentedRefusal = (typeof presentedRefusals)[number]

/** Which voucher was presented, and how: the row then says whether it may be used. */
export interface Presented extends VoucherAddress {
  /** Of a code, modulo 16; of a token, whole. */
  readonly version: number
  /** The code's step; undefined for a token. */
  readonly step: number | undefined
  /** A token whose minute is over: good for finding the stored answer of a retry, for nothing else. */
  readonly late: boolean
  readonly digits?: undefined
}

/** Digits that were typed in: their own row says whose they are, and wrong ones are counted. */
export interface PresentedDigits {
  readonly digits: DigitsPlace
  /** Whose they were when they were looked up, without a lock. */
  readonly address: VoucherAddress | undefined
}

export interface PresentedInput {
  readonly code?: string | undefined
  readonly voucherToken?: string | undefined
  readonly orderNumber: string
}

export type ReadPresented = Outcome<Presented | PresentedDigits, PresentedRefusal>

/**
 * Reads a rotating code or digits, or verifies a voucher token. Freshness of a code is judged later, behind the stored
 * reply. A rotating code is read at once, without waiting.
 */
export function readPresented(input: PresentedInput, ports: Ports): ReadPresented | Promise<ReadPresented> {
  if (input.code === undefined) return readToken(input.voucherToken ?? '', input.orderNumber, ports)
  const typed = readDigits(input.code)
  if (typed === 'not_digits') return readVoucherCode(input.code, ports)
  if (typeof typed === 'string') return refused('code_mistyped', { reason: typed })
  return readTypedDigits(digitsPlace(ports.keys, ports.actor.tenant, typed.digits), ports)
}

async function readTypedDigits(digits: DigitsPlace, ports: Ports): Promise<ReadPresented> {
  const entry = findDigits((await ports.read([digitsRef(digits)])).get(digitsRef(digits)), digits)
  return accepted({ digits, address: entry && { owner: entry.owner, ordinal: entry.ordinal } })
}

function readVoucherCode(text: string, ports: Ports): Outcome<Presented, PresentedRefusal> {
  const read = readCode({ keys: ports.keys, tenant: ports.actor.tenant, text, now: ports.now })
  if (!read.ok) return read
  const { owner, kind, ordinal, version, step, form } = read.value
  if (form !== 'voucher' || kind !== voucherEntity.kind)
    return refused('code_wrong_kind', { expected: 'voucher', form })
  return accepted({ owner, ordinal, version, step, late: false })
}

async function readToken(
  token: string,
  orderNumber: string,
  ports: Ports,
): Promise<Outcome<Presented, PresentedRefusal>> {
  const { tenant } = ports.actor
  const audience = audienceOf(ports.actor)
  const verifiedAt = (epochMs: number) =>
    verifyVoucherToken(token, {
      keys: ownKeySet(ports.keys, tenant, ports.now),
      issuer: issuerOf(tenant),
      audience,
      orderNumber,
      now: new Date(epochMs),
    })
  const atOnce = await verifiedAt(ports.now)
  const late = !atOnce.ok && atOnce.code === 'token_expired'
  // Times are judged after the signature, so what it says of its minute is genuine.
  const checked = late ? await verifiedAt(issuedAtMs(token)) : atOnce
  if (!checked.ok) return refused('token_refused', { reason: checked.code })
  const { jti, ver } = checked.value
  const found = ports.ids.decode(voucherEntity, jti.slice(0, jti.indexOf('.')), tokenAudience(audience))
  if (!found) return refused('token_refused', { reason: 'token_malformed' })
  return accepted({ owner: found.owner, ordinal: found.n, version: ver, step: undefined, late })
}

function issuedAtMs(token: string): number {
  const payload = decodeBase64url(token.split('.')[1] ?? '') ?? new Uint8Array()
  return (JSON.parse(new TextDecoder().decode(payload)) as { iat: number }).iat * 1000
}
