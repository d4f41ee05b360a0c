import type { Answer, RefusalAnswer } from '../state/answer.ts'
import type { WalletContext } from '../state/wallet-context.ts'
import { type DeviceKey, deviceKey } from './device-key.ts'
import { type BindingAnswer, moreApi } from './more-api.ts'

/** The first time a phone is bound, then the bound phone signs: two rounds at most. */
const ROUNDS = 2

/**
 * Does what a refusal asks this phone for, and calls again: binds the phone's key when none is bound, signs the nonce
 * when one is. Where this phone has no key, or is not the bound one, the refusal stays as it is.
 */
export async function prove<T>(
  context: WalletContext,
  refusal: RefusalAnswer,
  call: (proof?: string) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const key = await deviceKey()
  let answer: Answer<T> = refusal
  for (let round = 0; key && !answer.ok && round < ROUNDS; round++) {
    if (answer.code === 'device_needed') {
      const bound = await bindDevice(context, key)
      if (!bound.ok) return bound
      answer = await call()
    } else if (answer.code === 'proof_needed') {
      const { nonce, act, subject } = answer.detail
      answer = await call(await key.sign({ non: String(nonce), act: String(act), sub: String(subject) }))
    }
  }
  return answer
}

/** Binds this phone: the first at once, another after the service's delay. */
export async function bindDevice(context: WalletContext, key: DeviceKey): Promise<Answer<BindingAnswer>> {
  const { device } = moreApi(context)
  const found = await device.get({})
  if (!found.ok) return found
  const proof = await key.sign({ non: found.value.nonce, act: 'device.bind', sub: key.kid })
  return device.bind({ publicJwk: key.jwk, proof })
}

/** The bound phone stops another from taking its place. */
export async function stopRebinding(context: WalletContext, key: DeviceKey): Promise<Answer<unknown>> {
  const { device } = moreApi(context)
  const found = await device.get({})
  if (!found.ok) return found
  return device.cancel({ proof: await key.sign({ non: found.value.nonce, act: 'device.cancel', sub: key.kid }) })
}
