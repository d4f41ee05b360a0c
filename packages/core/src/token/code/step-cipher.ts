import type { KeyRing } from '../../kernel/key-ring.ts'
import type { BlockCipher } from '../../kernel/suite.ts'
import { remember } from '../remember.ts'
import type { CodeForm } from './code-form.ts'

/** About a hundred tenants' forms over the handful of steps that are handed out or still accepted (1 MB). */
const KEPT_AT_MOST = 2048

const kept = new WeakMap<KeyRing, Map<string, BlockCipher>>()

function makeStepCipher(keys: KeyRing, tenant: string, form: CodeForm, epoch: number, step: number): BlockCipher {
  const counter = new Uint8Array(8)
  new DataView(counter.buffer).setBigUint64(0, BigInt(step))
  const suite = keys.suite(tenant, epoch)
  return suite.blockCipher(suite.mac(keys.derive(`code/${form}`, tenant, epoch), counter).subarray(0, 16))
}

/**
 * The cipher of one tenant, form, epoch and absolute step: AES-128 under the first half of HMAC-SHA256(key of tenant,
 * form and epoch; step as eight bytes), or SM4 under HMAC-SM3, as the epoch's suite is. So codes of two steps, forms or tenants cannot be linked.
 *
 * @param keep false for a step that is tried once: it must not push out those that every scan needs.
 */
export function stepCipher(
  keys: KeyRing,
  tenant: string,
  form: CodeForm,
  epoch: number,
  step: number,
  keep: boolean,
): BlockCipher {
  const ciphers = kept.get(keys) ?? new Map<string, BlockCipher>()
  kept.set(keys, ciphers)
  const key = `${step} ${form} ${epoch} ${tenant}`
  const found = ciphers.get(key)
  if (found !== undefined) return found
  const made = makeStepCipher(keys, tenant, form, epoch, step)
  // Steps only go forward, so the oldest entry is the one that is needed least.
  return keep ? remember(ciphers, key, made, KEPT_AT_MOST) : made
}
