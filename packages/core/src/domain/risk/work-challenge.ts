import { bytesToHex } from '@noble/hashes/utils.js'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { hmacSha256Hex } from '../../kernel/digest.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import type { Context } from '../../kernel/ports.ts'

/** So long an answer counts; a slow phone needs a few seconds. */
const VALID_MS = 5 * 60_000
/** One try in 256 gives a key that begins so. */
const PREFIX = '00'

/** A challenge by work as ALTCHA (version 2) spells it, so that its solvers in other languages answer it. */
export interface WorkChallenge {
  readonly parameters: {
    readonly algorithm: 'PBKDF2/SHA-256'
    /** PBKDF2 rounds of one try. */
    readonly cost: number
    readonly keyLength: 32
    readonly keyPrefix: string
    readonly nonce: string
    readonly salt: string
    /** `for`: whose work it is and for what; `until`: epoch milliseconds. */
    readonly data: { readonly for: string; readonly until: number }
  }
  readonly signature: string
}

/** The claim that work is done for. The ordinal is the voucher it would make: with that voucher the work is used up. */
export interface WorkPurpose {
  readonly owner: number
  readonly batch: number
  readonly ordinal: number
}

/** The key that signs challenges; a text, for ALTCHA takes no other. */
export function workSecret(keys: KeyRing, tenant: string): string {
  return bytesToHex(keys.derive('claim-work', tenant))
}

/** Whose work it is and for what, in a form that tells nobody else. */
export function workPurpose({ owner, batch, ordinal }: WorkPurpose, keys: KeyRing, tenant: string): string {
  return keyedHex(keys, 'claim-work-purpose', tenant, canonicalJson([owner, batch, ordinal])).slice(0, 32)
}

/**
 * A challenge that one person's device can answer for one claim, within five minutes. Nothing is stored for it.
 *
 * @param rounds PBKDF2-SHA-256 rounds of one try; 256 tries on average
 * @see https://altcha.org/docs/v2/ for the form, and RFC 8018 §5.2
 */
export function workChallenge(rounds: number, purpose: WorkPurpose, ctx: Context<unknown>): WorkChallenge {
  const { tenant } = ctx.actor
  const parameters: WorkChallenge['parameters'] = {
    algorithm: 'PBKDF2/SHA-256',
    cost: rounds,
    keyLength: 32,
    keyPrefix: PREFIX,
    nonce: bytesToHex(ctx.random(16)),
    salt: bytesToHex(ctx.random(16)),
    data: { for: workPurpose(purpose, ctx.keys, tenant), until: ctx.now + VALID_MS },
  }
  const secret = new TextEncoder().encode(workSecret(ctx.keys, tenant))
  return { parameters, signature: hmacSha256Hex(secret, canonicalJson(parameters)) }
}
