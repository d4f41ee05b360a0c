import type { JSX } from 'preact'
import type {} from './preact.ts'

const getSession = () => 'a session'

export const right = [
  <tally-wallet key="1" api-base="/tally" view="voucher" voucher-id="vch_1" getSession={getSession} className="tall" />,
  <tally-wallet key="2" apiBase="/tally" theme="dark" mode="elder" test debug={false} csp-nonce="n" slot="aside">
    <a href="/help">help</a>
  </tally-wallet>,
  <tally-wallet key="3" ref={(wallet) => wallet?.configure({ getSession })} onClick={() => {}} />,
  <tally-wallet key="4" ontally-qr-rotated={({ detail }) => detail.expiresAt.slice(0, 10)} />,
  <tally-scanner
    key="5"
    view="staff"
    currency="CNY"
    ref={(till) => till?.configure({ nextOrderNumber: () => 'A-1' })}
  />,
  <tally-scanner key="7" nextOrderNumber={() => 'A-1'} />,
  <tally-scanner key="6" ontally-scan={({ detail }) => detail.result === 'spent'} />,
]

export const wrong = [
  // @ts-expect-error the wallet has no such view
  <tally-wallet key="1" view="staff" />,
  // @ts-expect-error no such theme
  <tally-wallet key="2" theme="darkish" />,
  // @ts-expect-error there is no such attribute
  <tally-wallet key="3" vue="voucher" />,
  // @ts-expect-error the counter's attribute
  <tally-wallet key="4" currency="CNY" />,
  // @ts-expect-error an id is a text
  <tally-wallet key="5" voucher-id={5} />,
  // @ts-expect-error there is no such property
  <tally-wallet key="6" getSesion={getSession} />,
  // @ts-expect-error a session is a text
  <tally-wallet key="7" getSession={() => 5} />,
  // @ts-expect-error the session itself is never handed over
  <tally-wallet key="8" getSession="a session" />,
  // @ts-expect-error a method cannot be set
  <tally-wallet key="9" refresh={async () => {}} />,
  // @ts-expect-error only read
  <tally-wallet key="10" ready={Promise.resolve()} />,
  // @ts-expect-error another event's detail
  <tally-wallet key="11" ontally-qr-rotated={({ detail }) => detail.orderId} />,
  // @ts-expect-error an order number is a text
  <tally-scanner key="12" nextOrderNumber={() => 1} />,
  // @ts-expect-error an order number is a text
  <tally-scanner key="13" ref={(till) => till?.configure({ nextOrderNumber: () => 1 })} />,
  // @ts-expect-error there is no such element
  <tally-purse key="14" />,
]

// TypeScript lets any attribute with a hyphen through in JSX; as an object it is checked.
export const hyphenated: readonly JSX.IntrinsicElements['tally-wallet'][] = [
  { 'api-base': '/tally', 'ontally-claimed': () => {} },
  // @ts-expect-error there is no such attribute
  { 'api-bass': '/tally' },
  // @ts-expect-error there is no such event
  { 'ontally-claim': () => {} },
]
