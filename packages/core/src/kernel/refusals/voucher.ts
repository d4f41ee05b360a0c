import type { RefusalEntry } from './entry.ts'

export const voucherRefusals = {
  not_eligible: {
    status: 422,
    'zh-CN': '您暂不符合领取或使用条件。{message}',
    en: 'The conditions are not met. {message}',
  },
  more_needed: {
    status: 422,
    'zh-CN': '还需要确认：{message}',
    en: 'Something is still needed: {message}',
  },
  not_verified: {
    status: 422,
    'zh-CN': '请先完成实名认证。也可带身份证到服务点办理。',
    en: 'Verify your identity first, or come to a service point with your ID.',
  },
  position_needed: {
    status: 422,
    'zh-CN': '需要确认您在活动区域内。请允许定位，只用于本次核对。',
    en: 'We need to see that you are inside the area. Allow your position; it is used for this check only.',
  },
  position_inaccurate: {
    status: 422,
    retryable: true,
    'zh-CN': '定位不够准，请到窗边或室外再试一次。',
    en: 'Your position is not precise enough. Try again near a window or outdoors.',
  },
  outside_area: {
    status: 422,
    'zh-CN': '您目前不在活动区域内。到达后再试；定位不准请点“重新定位”。',
    en: 'You are outside the area. Try when you arrive, or locate again.',
  },
  already_claimed: {
    status: 409,
    'zh-CN': '您已领过这张券，请到“我的券”查看。',
    en: 'You have this voucher already. See “My vouchers”.',
  },
  quota_period: {
    status: 409,
    'zh-CN': '本期已领过，{time}起可再领。',
    en: 'You have had your share for now; you can claim again from {time}.',
  },
  quota_reached: {
    status: 409,
    'zh-CN': '您的家庭、设备或您在本活动的领取数量已达上限。{message}',
    en: 'Your household, this device, or you in this programme have had all there is to have. {message}',
  },
  identity_check_needed: {
    status: 403,
    retryable: true,
    'zh-CN': '请先再次确认身份，然后继续。在店里使用时，请在手机上确认后重新出示券码。',
    en: 'Confirm your identity once more, then go on. In a shop, confirm on your phone and show the new code.',
  },
  work_needed: {
    status: 403,
    retryable: true,
    'zh-CN': '领取人数较多，需要手机先做一次几秒钟的运算。页面会自动完成；没有继续时请刷新页面，或到服务点办理。',
    en: 'Many are claiming, so your phone first has to compute for a few seconds. The page does it by itself; if nothing happens, reload it or come to a service point.',
  },
  risk_refused: {
    status: 422,
    'zh-CN': '暂时无法办理，请联系客服。',
    en: 'This is not possible at the moment. Please ask the help desk.',
  },
  voucher_unknown: { status: 404, 'zh-CN': '没有找到这张券。', en: 'There is no such voucher.' },
  voucher_already_redeemed: {
    status: 409,
    'zh-CN': '这张券已于{at}使用。不是本人操作请联系客服。',
    en: 'This voucher was used {at}. If that was not you, call the help desk.',
  },
  voucher_reserved: {
    status: 409,
    retryable: true,
    'zh-CN': '这张券正在一家店结账，保留到{at}。没有结成会自动放回。',
    en: 'A shop is holding this voucher until {at}. If nothing comes of it, it is free again by itself.',
  },
  voucher_expired: {
    status: 410,
    'zh-CN': '这张券已于{at}到期。',
    en: 'This voucher expired {at}.',
  },
  voucher_void: {
    status: 410,
    'zh-CN': '这张券已作废。如有疑问请联系客服。',
    en: 'This voucher has been withdrawn. Ask the help desk.',
  },
  voucher_state_wrong: {
    status: 409,
    'zh-CN': '这张券现在是“{state}”状态，不能这样办理。',
    en: 'The voucher is {state}; this is not possible now.',
  },
  below_threshold: {
    status: 422,
    'zh-CN': '满{min}元可用，还差{gap}元。',
    en: 'The order must reach {minMinor}; {gapMinor} more is needed.',
  },
  not_usable_now: {
    status: 422,
    retryable: true,
    'zh-CN': '这张券在{from}至{to}之间可用。',
    en: 'This voucher can be used between {from} and {to}.',
  },
  merchant_out_of_scope: {
    status: 422,
    'zh-CN': '这家店不参加本券活动，请到参加活动的门店使用。',
    en: 'This shop does not take this voucher. Use it at a participating shop.',
  },
  goods_excluded: {
    status: 422,
    'zh-CN': '烟酒、储值卡等商品不能用券，其他商品可单独结账。',
    en: 'Tobacco, spirits, stored-value cards and the like cannot be paid with a voucher; other goods can be paid separately.',
  },
  payment_mismatch: {
    status: 422,
    'zh-CN': '付款金额与应付金额不一致：应付 {expectedMinor}，付款 {actualMinor}。',
    en: 'The payment does not match what is due: {expectedMinor} due, {actualMinor} paid.',
  },
  stacking_refused: {
    status: 422,
    'zh-CN': '这张券不能与商户优惠同时使用。',
    en: 'This voucher cannot be combined with the shop’s own offer.',
  },
  item_mismatch: {
    status: 422,
    'zh-CN': '这张券只能兑换“{item}”。',
    en: 'This voucher is exchanged for “{item}” only.',
  },
  code_mistyped: {
    status: 400,
    'zh-CN': '券码有误，请核对后重新输入。',
    en: 'The code is mistyped. Check it and enter it again.',
  },
  code_unknown: {
    status: 404,
    'zh-CN': '没有找到这个码，请让顾客重新出示。',
    en: 'This code is not known. Ask the customer to show it again.',
  },
  code_expired: {
    status: 410,
    'zh-CN': '券码已更新，请让顾客出示新的券码。',
    en: 'The code has changed since. Ask the customer to show the new one.',
  },
  code_early: {
    status: 425,
    retryable: true,
    'zh-CN': '这个码还没到使用时间，请让顾客刷新后重新出示。',
    en: 'This code is not due yet. Ask the customer to refresh and show it again.',
  },
  code_already_used: {
    status: 409,
    'zh-CN': '这个码已经用过一次，请让顾客出示新的码。',
    en: 'This code has been used once. Ask the customer to show a new one.',
  },
  code_wrong_kind: {
    status: 422,
    'zh-CN': '这不是{expected}的码，请让顾客出示正确的码。',
    en: 'This code is not for a {expected}. Ask the customer to show the right one.',
  },
  digits_elsewhere: {
    status: 409,
    'zh-CN': '这组数字是给另一家店或另一台收银机的，请让顾客重新获取。',
    en: 'These digits are for another shop or till. Ask the customer for new ones.',
  },
  digits_locked: {
    status: 423,
    'zh-CN': '数字码输错次数过多，这台收银机{time}起才能再输入；可以改为扫码。',
    en: 'Too many wrong digits were entered here. This till takes digits again {time}; scanning still works.',
  },
  token_refused: {
    status: 401,
    'zh-CN': '券令牌未通过验证（{reason}），请重新发起支付。',
    en: 'The voucher token did not verify ({reason}). Start the checkout again.',
  },
  confirmation_needed: {
    status: 422,
    retryable: true,
    'zh-CN': '这笔金额需要顾客在手机上确认店名和金额，请先保留，等顾客确认。',
    en: 'The customer must confirm shop and amount on their phone. Hold the voucher first, then wait for that.',
  },
  confirmation_mismatch: {
    status: 409,
    'zh-CN': '店名或金额已经变了，请刷新后核对再确认。',
    en: 'The shop or the amount has changed. Refresh and look again before you confirm.',
  },
  reservation_unknown: { status: 404, 'zh-CN': '没有找到这笔保留。', en: 'There is no such reservation.' },
  reservation_over: {
    status: 410,
    'zh-CN': '这笔保留已经结束（{state}），请让顾客重新出示。',
    en: 'This reservation is over ({state}). Ask the customer to show the voucher again.',
  },
  challenge_refused: {
    status: 401,
    'zh-CN': '收银台的码未通过验证（{reason}），请让店员刷新后再扫。',
    en: 'The till’s code did not verify ({reason}). Ask for a new one and scan again.',
  },
  challenge_mistyped: {
    status: 400,
    'zh-CN': '收银台的码有误，请重新扫码，或核对后重新输入。',
    en: 'The till’s code is mistyped. Scan it again, or check it and enter it again.',
  },
  challenge_unknown: {
    status: 404,
    'zh-CN': '没有找到收银台的这个码，请让店员刷新后再扫。',
    en: 'The till does not know this code any more. Ask for a new one and scan again.',
  },
  challenge_answered: {
    status: 409,
    'zh-CN': '收银台的这个码已经有人确认过，请让店员刷新。',
    en: 'This code of the till has been answered already. Ask for a new one.',
  },
  shop_code_refused: {
    status: 401,
    'zh-CN': '商户的码未通过验证（{reason}），请勿付款，并请店员核对张贴的码。',
    en: 'The shop’s code did not verify ({reason}). Do not pay; ask the shop to check the paper.',
  },
  shop_code_replaced: {
    status: 410,
    'zh-CN': '这张商户码已经换新，请扫新的一张。',
    en: 'This sheet of the shop has been replaced. Scan its newest one.',
  },
  shop_code_not_allowed: {
    status: 403,
    'zh-CN': '这张券不能用张贴的商户码支付，请到有收银设备的门店使用。',
    en: 'This voucher cannot be used with a printed code. Use it at a shop with a till.',
  },
  shop_code_cap: {
    status: 422,
    'zh-CN': '用张贴的商户码支付，一张券最多抵{upToMinor}，请到有收银设备的门店使用。',
    en: 'With a printed code a voucher gives at most {upToMinor}. Use it at a shop with a till.',
  },
  shop_code_day_cap: {
    status: 409,
    'zh-CN': '这家店今天用张贴的码收券已到上限，请明天再来，或到有收银设备的门店使用。',
    en: 'This shop has taken as much by its printed code as it may today. Come tomorrow, or use a shop with a till.',
  },
  device_needed: {
    status: 422,
    'zh-CN': '请先用本人手机绑定，再办理；不方便用手机的，请到服务点办理。',
    en: 'Bind your own phone first. A service point can help you without one.',
  },
  device_pending: {
    status: 409,
    'zh-CN': '已有一台新设备等待绑定，{time}生效。不是本人操作，请用原设备取消。',
    en: 'Another device is waiting to be bound, from {time}. If that is not you, stop it from your present device.',
  },
  device_limit: {
    status: 409,
    'zh-CN': '一年内更换设备已达 {limit} 次，请到服务点办理。',
    en: 'The device was changed {limit} times within a year. Ask at a service point.',
  },
  proof_needed: {
    status: 401,
    retryable: true,
    'zh-CN': '需要绑定的手机确认是本人，请用绑定的手机打开。',
    en: 'The bound device must sign this. Open it on that device.',
  },
  proof_refused: {
    status: 401,
    'zh-CN': '设备签名未通过验证（{reason}），请刷新后重试。',
    en: 'The device’s signature did not verify ({reason}). Refresh and try again.',
  },
  redemption_unknown: { status: 404, 'zh-CN': '没有找到这笔使用记录。', en: 'There is no such redemption.' },
  already_refunded: {
    status: 409,
    'zh-CN': '这笔已经全额退过。',
    en: 'This redemption has been refunded in full.',
  },
  refund_exceeds: {
    status: 422,
    'zh-CN': '退款金额超过可退金额：最多 {leftMinor}。',
    en: 'The refund is more than is left to refund: at most {leftMinor}.',
  },
  refund_limit: {
    status: 409,
    'zh-CN': '这张券使用和退回已达 {limit} 次，不能再办理。',
    en: 'This voucher has been used and returned {limit} times; no more is possible.',
  },
  refund_by_redeemer: {
    status: 403,
    'zh-CN': '退券须由另一人办理，您是这笔的经办人。',
    en: 'Another person must refund this; you redeemed it yourself.',
  },
} as const satisfies Record<string, RefusalEntry>
