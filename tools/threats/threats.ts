/** One way in which somebody may try to cheat, steal or spy, and what stands against it. */
export interface Threat {
  readonly id: string
  readonly attack: string
  readonly control: string
  /** Why no test holds it yet. A row without this word must have a test whose name begins with its id. */
  readonly open?: string
}

export const threats: Readonly<Record<string, readonly Threat[]>> = {
  Token: [
    { id: 'T1', attack: '`none`, HS256 with public key', control: 'The key says the one algorithm, ES256 or SM2' },
    { id: 'T2', attack: 'Re-spelled token', control: 'One canonical spelling, replay stopped by row and version' },
    { id: 'T3', attack: 'Wrong token kind', control: 'Exact `typ`' },
    { id: 'T4', attack: '`jku`/`x5u`/`jwk` header', control: 'Header of three members, pinned key set' },
    { id: 'T5', attack: 'Tenant A token at B', control: '`iss`, `aud` and keys per tenant' },
    { id: 'T6', attack: 'Missing or huge exp, future iat', control: 'Both times required and bounded' },
    { id: 'T7', attack: 'Duplicate claims', control: 'Strict parser' },
    {
      id: 'T8',
      attack: 'Screenshot forwarded',
      control: 'Codes of 30 or 60 s, confirmation of shop and amount, bound device',
    },
    { id: 'T9', attack: 'Stolen device token', control: 'Proof with a non-extractable key' },
    { id: 'T10', attack: 'Old QR after reissue', control: 'The row’s version' },
    {
      id: 'T11',
      attack: 'Guess id',
      control: 'Authenticated codes, 128 random bits, lock-out, ids enciphered with checked zeros',
    },
    { id: 'T12', attack: 'Holder pre-signs future proofs to sell', control: 'Fresh nonce of the server' },
  ],
  'Claim race': [
    { id: 'C1', attack: 'Oversell', control: 'Allotments are taken in the same commit, never below zero' },
    {
      id: 'C2',
      attack: 'Same person parallel',
      control: 'The quota row of the person is read and written in the same commit',
    },
    {
      id: 'C3',
      attack: 'Person variants `x/X`, full-width, 15-digit',
      control: 'Canonical form before the keyed hash',
    },
    {
      id: 'C4',
      attack: 'Many accounts, one device',
      control: 'Limits per device and address, waiting room',
    },
    { id: 'C5', attack: 'Early claim', control: 'The server’s clock' },
    { id: 'C6', attack: 'Retry after timeout', control: 'The answer is stored under its key in the same commit' },
    { id: 'C7', attack: 'Same key, other body', control: 'Hash of the body' },
    { id: 'C8', attack: 'Key of other user', control: 'Keys are scoped by tenant, caller, operation and first entity' },
    { id: 'C9', attack: 'Queue ticket forged or sold', control: 'Ticket bound to caller and call' },
    { id: 'C10', attack: 'GPS spoof; datum mix', control: 'The position decides; datum is explicit' },
    { id: 'C11', attack: 'Rule bypass by client fields', control: 'Facts count only from their own source' },
    {
      id: 'C12',
      attack: 'Hot counter split into shards strands or loses stock',
      control: 'All shards are swept before “sold out”',
    },
  ],
  Redeem: [
    { id: 'R1', attack: 'Two tills at once', control: 'Compare and set under the lane’s lock' },
    { id: 'R2', attack: 'Replay after success', control: 'State first; the stored receipt under the same key' },
    { id: 'R3', attack: "Other shop's terminal", control: 'The shop stands in the till’s session' },
    { id: 'R4', attack: 'Amount/SKU altered', control: 'The share is worked out from the terms' },
    { id: 'R5', attack: 'Negative, fraction, 2^53, `1e3`', control: 'Whole fen, by schema' },
    { id: 'R6', attack: 'Capture after void or expiry', control: 'State judged in the commit' },
    { id: 'R7', attack: 'Reserve and never capture', control: 'Holds end by time, swept once' },
    { id: 'R8', attack: 'Redeem against void', control: 'Lanes are locked in one order' },
    {
      id: 'R9',
      attack: 'Fake sale to cash out',
      control: 'Velocity, geo-time, settlement hold',
    },
    {
      id: 'R10',
      attack: 'Offline double use',
      control:
        'Off by default; credential with the device’s signature, fresh list, caps a voucher, till and shop’s day; handed in and judged again',
    },
    {
      id: 'R11',
      attack: 'Printed shop code: sticker over it, copied or old sheet, picture of an old payment',
      control:
        'Signed for one shop, whose name is shown first; newest sheet only; caps a voucher and a day; the shop hears a number',
    },
  ],
  Refund: [
    { id: 'F1', attack: 'Parallel refunds', control: 'Never more than was taken, in one commit' },
    { id: 'F2', attack: 'Refund to another', control: 'No field names another place' },
    { id: 'F3', attack: 'Refund reopens expired', control: 'Policy of the programme, the first end stays' },
    {
      id: 'F4',
      attack: 'Refund after settlement',
      control: 'A closed day is never written again; the refund is an adjustment in the statement of its own day',
    },
    { id: 'F5', attack: 'Refund and redeem loop', control: 'Ten rounds at most' },
    { id: 'F6', attack: 'Staff refunds own', control: 'Two different people' },
  ],
  Card: [
    {
      id: 'L1',
      attack: 'Activate without donation',
      control: 'Face value per donation reference capped, station scope',
    },
    { id: 'L2', attack: "Other station's card", control: 'Station on the card’s row' },
    { id: 'L3', attack: 'Reversal after spend', control: 'Refused once something was spent' },
    { id: 'L4', attack: 'Void leaves vouchers live', control: 'One commit a call' },
    { id: 'L5', attack: 'Forged physical card', control: 'Signed mark and the issuer’s state' },
    { id: 'L6', attack: 'Bulk activation', control: 'Bulk activation asks for a second person' },
    { id: 'L7', attack: 'Dismissed staff session', control: 'Revocation is checked at each call' },
    { id: 'L8', attack: 'Illegal transition', control: 'Table of states' },
    { id: 'L9', attack: 'Stolen box of cards', control: 'Recall of a range, at once and on the status lists' },
    {
      id: 'L10',
      attack: 'Cards diverted between printer and donor',
      control: 'Two people count each hand-over; one custody a card; stock-takes',
    },
    {
      id: 'L11',
      attack: 'Guess a card’s secret, or lock others out by guessing',
      control: 'Growing waits by person, device and address; no card is locked',
    },
    {
      id: 'L12',
      attack: 'Copied card mark',
      control: 'Checks too many, too far apart or too early open a case and warn whoever checks',
    },
  ],
  PII: [
    { id: 'P1', attack: 'DB stolen', control: 'Sealed under keys that lie outside of the store' },
    { id: 'P2', attack: 'Offline guess of ID hash', control: 'HMAC with a pepper that is not in the store' },
    {
      id: 'P3',
      attack: 'ID/phone in logs, URLs, errors',
      control: 'What was sent does not come back; redaction by privacy class',
    },
    { id: 'P4', attack: 'Over-return', control: 'Views list what they show' },
    {
      id: 'P5',
      attack: 'Donor history inferred from token, status index or webhook',
      control: 'Ids per audience; lists say void and nothing else',
    },
    { id: 'P6', attack: 'CSV formula injection', control: 'Quotes and a prefix' },
    {
      id: 'P7',
      attack: 'Deletion against retention',
      control: 'The person’s data key is destroyed, the journal stays whole',
    },
    {
      id: 'P8',
      attack: 'Consent missing (PIPL 28–29)',
      control: 'Versioned consent row',
      open: 'consent is the host’s; we keep no consent rows yet',
    },
  ],
  Authz: [
    { id: 'Z1', attack: 'IDOR', control: 'Tenant in every key, row-level security in PostgreSQL' },
    { id: 'Z2', attack: 'Admin route by user', control: 'Deny by default; role and scope are part of the declaration' },
    { id: 'Z3', attack: 'Mass assignment', control: 'Schemas refuse what they do not name' },
    { id: 'Z4', attack: '`X-Forwarded-For` trick', control: 'List of trusted proxies' },
    {
      id: 'Z5',
      attack: 'Admin without second factor',
      control: 'Step-up',
      open: 'sign-in of staff is the host’s; no step-up port yet',
    },
    {
      id: 'Z6',
      attack: 'Leaked partner key',
      control: 'Per-request signature over method, path, body, nonce, time; scoped; rotate',
      open: 'partners have a hashed, scoped, revocable key; requests are not signed yet',
    },
    {
      id: 'Z7',
      attack: 'Support desk reads any donor',
      control: 'Case-bound, time-boxed access, audited',
      open: 'no support desk with cases yet',
    },
    {
      id: 'Z8',
      attack: 'One sponsor’s key mints both people of a two-person rule',
      control:
        '`approval: twoKeys`: each comes by a key of their own. Not stopped: without that word; by who has both keys; by publishing a version that asks for less; among a station’s staff, whose sessions one portal mints',
    },
  ],
  Webhook: [
    {
      id: 'W1',
      attack: 'Forged event',
      control: 'HMAC/JWS over raw body + time',
      open: 'no webhooks yet; the journal is read by cursor',
    },
    { id: 'W2', attack: 'Replay', control: '300 s + event id', open: 'no webhooks yet' },
    { id: 'W3', attack: 'SSRF', control: 'Deny private/metadata, pin IP, no redirect', open: 'no webhooks yet' },
    { id: 'W4', attack: 'Out of order', control: 'Object version', open: 'no webhooks yet' },
    { id: 'W5', attack: 'Event without commit or the reverse', control: 'Journal and outbox in one commit' },
    { id: 'W6', attack: 'Slow receiver', control: 'Timeout, per-endpoint queue', open: 'no webhooks yet' },
    { id: 'W7', attack: 'Secret leak', control: 'Two active secrets', open: 'no webhooks yet' },
  ],
  Widget: [
    {
      id: 'X1',
      attack: 'postMessage forgery',
      control: 'One channel handed to one origin, origin list in the frame, a schema for every message',
    },
    {
      id: 'X2',
      attack: 'Host XSS reads token',
      control: '`isolation="frame"` mode (cross-origin); docs/embed.md says what neither mode stops',
    },
    {
      id: 'X3',
      attack: 'Clickjack redeem',
      control: '`frame-ancestors` of the frame’s page; the API forbids framing',
    },
    { id: 'X4', attack: 'Stored XSS in names', control: 'Text only; no raw HTML' },
    { id: 'X5', attack: 'CSRF', control: 'No cookies, JSON only, exact origins' },
    { id: 'X6', attack: 'Token in localStorage/Referer', control: 'Memory only, `no-store`, `no-referrer`' },
  ],
  Supply: [
    {
      id: 'S1',
      attack: 'Worm in dependency',
      control: 'Lockfile; install scripts only of packages on a list',
    },
    {
      id: 'S2',
      attack: 'Tampered package',
      control: 'OIDC publish, provenance, SRI',
      open: 'nothing is published yet',
    },
    { id: 'S3', attack: 'Prototype pollution', control: '`__proto__` rejected' },
  ],
  DoS: [
    { id: 'D1', attack: 'Deep or large JSON, ReDoS', control: '64 KiB, depth 16, linear expressions' },
    { id: 'D2', attack: 'Pool exhausted', control: 'Bounded queue, 503 with `Retry-After`' },
    { id: 'D3', attack: 'Unknown-kid storm', control: 'Cooldown of the key set' },
    { id: 'D4', attack: 'Zip-bomb status list', control: 'Size cap before and while inflating' },
  ],
  Time: [
    { id: 'K1', attack: 'Device clock wrong', control: 'The server’s time and the offset to it' },
    { id: 'K2', attack: 'Server steps back', control: 'A lane’s time never runs back' },
    { id: 'K3', attack: 'Business day edge', control: 'The programme’s zone, given explicitly' },
  ],
  Audit: [
    { id: 'U1', attack: 'Row edited/deleted', control: 'Hash chain of the journal' },
    { id: 'U2', attack: 'Action without audit', control: 'Journal row in the same commit' },
    { id: 'U3', attack: 'Log injection', control: 'Everything is JSON' },
  ],
  Ledger: [
    { id: 'G1', attack: 'Unbalanced entry', control: 'Legs must sum to zero' },
    { id: 'G2', attack: 'Update/delete', control: 'Triggers and rights' },
    { id: 'G3', attack: 'Double posting on retry', control: 'The reply is stored in the same commit' },
    {
      id: 'G4',
      attack: 'Report ≠ ledger',
      control: 'Recompute T+1, holidays',
      open: 'statements of closed days add up to the ledger, losses of offline sales included; holidays and a recomputation of them are not here yet',
    },
    { id: 'G5', attack: 'Fund overdrawn', control: 'Accounts that may not go below zero' },
  ],
}
