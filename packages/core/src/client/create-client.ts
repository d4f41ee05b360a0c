import type { operations } from '../domain/operations.ts'
import type { ApiOf } from '../kernel/api.ts'
import { clientForRoutes } from './client-for-routes.ts'
import type { ClientOptions } from './client-options.ts'
import { routes } from './routes.ts'
import { solveLater, withWork } from './with-work.ts'

/** Every operation as a method; the same interface as `tally.as(actor)`. */
export type TallyClient = ApiOf<typeof operations>

/**
 * The API of a host as methods. A call answers the same outcome as the local one; when the network or the service fails
 * it is repeated under the same idempotency key, and ends as `unreachable` when no answer came. Calls never reject.
 * A challenge by work (`work_needed`) is answered, and the call made again.
 *
 * Not checked: inputs; the server parses them.
 *
 * @throws TallyError `base_url_invalid`, `client_options_conflict`.
 * @example
 * const tally = createClient({ baseUrl: 'https://vouchers.example/tally', secretKey })
 * const outcome = await tally.voucher.redeem({ code, orderNumber, orderAmountMinor }, { idempotencyKey: orderNumber })
 * if (!outcome.ok) console.log(outcome.code, problemNote(outcome)?.sentence)
 */
export function createClient(options: ClientOptions): TallyClient {
  const client = clientForRoutes<typeof operations>(routes, options)
  const { voucher, draw } = client
  const solve = options.solveWork ?? solveLater
  return {
    ...client,
    voucher: { ...voucher, claim: withWork(voucher.claim, solve) },
    draw: { ...draw, enter: withWork(draw.enter, solve) },
  }
}
