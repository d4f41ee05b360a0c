/** @jsxImportSource react */
import type { JSX } from 'react'
import type {} from './react-18.ts'

const getSession = () => 'a session'

export const right = [
  <tally-wallet key="1" api-base="/tally" view="voucher" voucher-id="vch_1" test class="tall" slot="aside" />,
  <tally-wallet key="2" ref={(wallet) => wallet?.configure({ getSession })} onClick={() => {}} />,
  <tally-scanner key="3" view="staff" ref={(till) => till?.configure({ nextOrderNumber: () => 'A-1' })} />,
]

export const wrong = [
  // @ts-expect-error the wallet has no such view
  <tally-wallet key="1" view="staff" />,
  // @ts-expect-error there is no such attribute
  <tally-wallet key="2" vue="voucher" />,
  // @ts-expect-error the counter's attribute
  <tally-wallet key="3" currency="CNY" />,
  // @ts-expect-error an id is a text
  <tally-wallet key="4" voucher-id={5} />,
  // @ts-expect-error React 18 would write the function as text
  <tally-wallet key="5" getSession={getSession} />,
  // @ts-expect-error React 18 would write `test="false"`, which means yes
  <tally-wallet key="6" test={false} />,
  // @ts-expect-error React 18 would write `classname`
  <tally-wallet key="7" className="tall" />,
  // @ts-expect-error a session is a text
  <tally-wallet key="8" ref={(wallet) => wallet?.configure({ getSession: () => 5 })} />,
  // @ts-expect-error there is no such element
  <tally-purse key="9" />,
]

// TypeScript lets any attribute with a hyphen through in JSX; as an object it is checked.
export const hyphenated: readonly JSX.IntrinsicElements['tally-wallet'][] = [
  { 'api-base': '/tally' },
  // @ts-expect-error there is no such attribute
  { 'api-bass': '/tally' },
  // @ts-expect-error React 18 hears no events of ours
  { 'ontally-claimed': () => {} },
]
