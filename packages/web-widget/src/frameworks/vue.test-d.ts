import type { GlobalComponents } from 'vue'
import type {} from './vue.ts'

type Props<Tag extends 'tally-wallet' | 'tally-scanner'> = InstanceType<GlobalComponents[Tag]>['$props']

const getSession = () => 'a session'

export const right: readonly Props<'tally-wallet'>[] = [
  { apiBase: '/tally', view: 'voucher', voucherId: 'vch_1', getSession, class: 'tall', test: '' },
  { theme: 'dark', cspNonce: 'n', onClick: () => {}, key: '1' },
  { 'onTally-qr-rotated': ({ detail }) => detail.expiresAt.slice(0, 10) },
]
export const till: Props<'tally-scanner'> = { view: 'staff', currency: 'CNY' }

export const wrong: readonly Props<'tally-wallet'>[] = [
  // @ts-expect-error the wallet has no such view
  { view: 'staff' },
  // @ts-expect-error there is no such attribute
  { apiBass: '/tally' },
  // @ts-expect-error the counter's attribute
  { currency: 'CNY' },
  // @ts-expect-error there is no such property
  { getSesion: getSession },
  // @ts-expect-error a session is a text
  { getSession: () => 5 },
  // @ts-expect-error Vue would write `test="false"`, which means yes
  { test: false },
  // @ts-expect-error there is no such event
  { 'onTally-claim': () => {} },
  // @ts-expect-error another event's detail
  { 'onTally-qr-rotated': ({ detail }) => detail.orderId },
]
