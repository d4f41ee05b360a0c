import type { Answer } from '../state/answer.ts'
import { isUnknownResult } from '../state/answer.ts'
import { noteNetwork } from '../state/network-state.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import { type DeviceKey, deviceKey } from './device-key.ts'
import { moreApi } from './more-api.ts'
import { bindDevice, stopRebinding } from './prove.ts'

/** Shows which phone is bound. All that these steps do may be repeated, so what came of it is always read anew. */
export async function showDevice(flow: WalletFlow): Promise<void> {
  const { context, view, refuse } = flow
  const [key, answer] = await Promise.all([deviceKey(), moreApi(context).device.get({})])
  const shown = context.store.get().view.name
  if (!context.isAlive() || (shown !== 'device' && shown !== 'help')) return
  noteNetwork(context, answer)
  if (answer.ok) {
    const { bound, pending } = answer.value
    view({ name: 'device', device: { kid: key?.kid, bound, pending } })
  } else refuse(answer, { kind: 'open' }, () => showDevice(flow))
}

export function takeDevice(flow: WalletFlow): Promise<void> {
  return change(flow, (key) => bindDevice(flow.context, key))
}

export function keepDevice(flow: WalletFlow): Promise<void> {
  return change(flow, (key) => stopRebinding(flow.context, key))
}

async function change(flow: WalletFlow, step: (key: DeviceKey) => Promise<Answer<unknown>>): Promise<void> {
  const { context, refuse } = flow
  const key = await deviceKey()
  if (!key || context.store.get().busy) return
  context.store.set({ busy: 'device' })
  const answer = await step(key)
  if (!context.isAlive()) return
  context.store.set({ busy: undefined })
  if (answer.ok || isUnknownResult(answer)) return showDevice(flow)
  refuse(answer, { kind: 'open' }, () => showDevice(flow))
}
