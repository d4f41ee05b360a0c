import type { Outcome } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { ownKeySet } from '../../token/key-set/own-key-set.ts'
import type { ShopCode } from '../../token/shop-code/shop-code.ts'
import { verifyShopCode } from '../../token/shop-code/verify-shop-code.ts'
import { issuerOf } from '../voucher/mint-token.ts'

/** What a printed code of this organisation says; that its sheet is the newest, the shop's row tells. */
export async function verifiedShopCode(text: string, ports: Ports): Promise<Outcome<ShopCode, 'shop_code_refused'>> {
  const { tenant } = ports.actor
  const keys = ownKeySet(ports.keys, tenant, ports.now)
  const code = await verifyShopCode(text, { keys, issuer: issuerOf(tenant), now: new Date(ports.now) })
  return code.ok ? code : refused('shop_code_refused', { reason: code.code })
}
