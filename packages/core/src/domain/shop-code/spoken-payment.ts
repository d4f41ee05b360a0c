import type { ShopPayment } from './shop-code-entity.ts'

/** What a speaker says of a payment, short enough for a busy counter. The digits of the number are said one by one. */
export function spokenPayment({
  number,
  customerPaysMinor,
  orderAmountMinor,
  currency,
}: Pick<ShopPayment, 'number' | 'customerPaysMinor' | 'orderAmountMinor' | 'currency'>) {
  const digits = [...number].join(' ')
  const [order, due] = [orderAmountMinor, customerPaysMinor].map(plain)
  const [yuan, name] = currency === 'CNY' ? ['元', 'yuan'] : [currency, currency]
  const rest =
    customerPaysMinor === 0 ? ['无需再收钱', 'nothing to collect'] : [`请再收${due}${yuan}`, `collect ${due} ${name}`]
  return {
    'zh-CN': `消费券已付款，核对号 ${digits}，订单${order}${yuan}，${rest[0]}。`,
    en: `Voucher paid, number ${digits}. Order ${order} ${name}, ${rest[1]}.`,
  }
}

/** 128 and 108.5, as one says them. */
function plain(amountMinor: number): string {
  return String(amountMinor / 100)
}
