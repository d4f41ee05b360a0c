import { solveWork } from '@tallystick/core/client/work'
import type { Answer, RefusalAnswer } from '../state/answer.ts'
import type { Proved } from '../state/wallet-api.ts'
import type { WalletContext } from '../state/wallet-flow.ts'
import { type DeviceKey, deviceKey } from './device-key.ts'
import { type BindingAnswer, moreApi } from './more-api.ts'

/** The first time a phone is bound; then it signs, and works: three rounds at most. */
const ROUNDS = 3

/** What this phone can bring. */
interface Phone {
  readonly work: (challenge: unknown) => Promise<string | undefined>
  readonly key: () => Promise<DeviceKey | undefined>
}

/**
 * Does what a refusal asks this phone for, and calls again: binds the phone's key when none is bound, signs the nonce
 * when one is, works where the programme slows machines down; what it has brought once it brings again. Where this phone has no key, is not the bound one or cannot
 * work, the refusal stays as it is.
 */
export async function prove<T>(
  context: WalletContext,
  refusal: RefusalAnswer,
  call: (proved?: Proved) => Promise<Answer<T>>,
  phone: Phone = { work: solveWork, key: deviceKey },
): Promise<Answer<T>> {
  let answer: Answer<T> = refusal
  let proved: Proved = {}
  for (let round = 0; !answer.ok && round < ROUNDS; round++) {
    if (answer.code === 'work_needed') {
      const work = await phone.work(answer.detail.challenge)
      if (work === undefined) return answer
      proved = { ...proved, work }
      answer = await call(proved)
      continue
    }
    if (answer.code !== 'device_needed' && answer.code !== 'proof_needed') return answer
    const key = await phone.key()
    if (!key) return answer
    if (answer.code === 'device_needed') {
      const bound = await bindDevice(context, key)
      if (!bound.ok) return bound
      answer = await call(proved)
    } else {
      const { nonce, act, subject } = answer.detail
      const proof = await key.sign({ non: String(nonce), act: String(act), sub: String(subject) })
      proved = { ...proved, proof }
      answer = await call(proved)
    }
  }
  return answer
}

/** Binds this phone: the first at once, another after the service's delay. */
export function bindDevice(context: WalletContext, key: DeviceKey): Promise<Answer<BindingAnswer>> {
  return signed(context, key, 'device.bind', (proof) => moreApi(context).device.bind({ publicJwk: key.jwk, proof }))
}

/** The bound phone stops another from taking its place. */
export function stopRebinding(context: WalletContext, key: DeviceKey): Promise<Answer<unknown>> {
  return signed(context, key, 'device.cancel', (proof) => moreApi(context).device.cancel({ proof }))
}

/** An act on this phone's own key, signed over a nonce that is fetched for it. */
async function signed<T>(
  context: WalletContext,
  key: DeviceKey,
  act: string,
  send: (proof: string) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const found = await moreApi(context).device.get({})
  return found.ok ? send(await key.sign({ non: found.value.nonce, act, sub: key.kid })) : found
}
