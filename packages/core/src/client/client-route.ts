/** How a call may be repeated: it reads; repeating does no harm; or its idempotency key makes repeats harmless. */
export type Repeat = 'read' | 'natural' | 'key'

/** What the client knows of an operation: `['POST /v1/vouchers/{voucherId}/codes', 'natural']`. */
export type ClientRoute = readonly [route: string, repeat: Repeat]

/** By operation name, `noun.verb`. */
export type ClientRoutes = Readonly<Record<string, ClientRoute>>
