import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createRemoteKeySet } from '@tallystick/core/token'
import { createCardCheck } from './card-check.ts'
import { type CheckoutSettings, createCheckout, type Order } from './checkout.ts'

const BODY_BYTES_AT_MOST = 8192

/**
 * `POST /checkout {orderNumber, orderAmountMinor, voucherToken}`: 200 with the shares, 400 or 409 with a `code`.
 * `POST /card-check`, a card's mark or the text of its QR code as the body: 200 with what it is.
 */
export function createPartnerServer(settings: CheckoutSettings): Server {
  const keys = createRemoteKeySet(settings.keysUrl, { now: settings.now })
  const checkout = createCheckout(settings, keys)
  const checkCard = createCardCheck(settings, keys)
  return createServer(async (request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      response.end(JSON.stringify(body))
    }
    const isCard = request.url === '/card-check'
    if (request.method !== 'POST' || (!isCard && request.url !== '/checkout')) return answer(404, { code: 'not_found' })
    const text = await readText(request).catch(() => undefined)
    try {
      if (isCard) return answer(200, { card: await checkCard(text ?? '') })
      const order = readOrder(text)
      if (!order) return answer(400, { code: 'order_malformed' })
      const outcome = await checkout(order)
      answer(outcome.ok ? 200 : 409, outcome.ok ? outcome.value : { code: outcome.code })
    } catch (error) {
      console.error(error)
      answer(500, { code: 'internal' })
    }
  })
}

/** The body, or undefined when it is too large. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length <= BODY_BYTES_AT_MOST) chunks.push(chunk)
  }
  return length > BODY_BYTES_AT_MOST ? undefined : Buffer.concat(chunks).toString()
}

function readOrder(text: string | undefined): Order | undefined {
  try {
    const { orderNumber, orderAmountMinor, voucherToken } = JSON.parse(text ?? '') as Partial<Order>
    const isOrder =
      typeof orderNumber === 'string' &&
      orderNumber !== '' &&
      orderNumber.length <= 64 &&
      typeof voucherToken === 'string' &&
      Number.isSafeInteger(orderAmountMinor)
    return isOrder ? { orderNumber, orderAmountMinor: orderAmountMinor as number, voucherToken } : undefined
  } catch {
    return undefined
  }
}
