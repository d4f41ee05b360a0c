import { operations } from '@tallystick/core'
import { createClient } from '@tallystick/core/client'
import { TallyError } from '@tallystick/core/errors'
import type { Caller } from './caller.ts'

type Method = (input: unknown, options: { readonly idempotencyKey: string }) => ReturnType<Caller>

/**
 * Calls operations of a running server, as the one whom the secret key belongs to.
 *
 * @throws TallyError `secret_key_missing`, `base_url_invalid`.
 */
export function remoteCaller(baseUrl: string, secretKey: string | undefined): Caller {
  if (!secretKey) {
    throw new TallyError(
      'secret_key_missing',
      'Put the secret key for that server into TALLY_SECRET_KEY. Make one there with: tally key create-secret --role operator --name NAME',
    )
  }
  const client = createClient({ baseUrl, secretKey }) as unknown as Readonly<
    Record<string, Readonly<Record<string, Method>>>
  >
  return async (operation, input, idempotencyKey) => {
    const [noun = '', verb = ''] = operation.split('.')
    const method = Object.hasOwn(operations, operation) ? client[noun]?.[verb] : undefined
    if (!method)
      throw new TallyError('operation_unknown', `There is no operation ${operation}. List them with: tally call`)
    return method(input, { idempotencyKey })
  }
}
