import type { RefusalEntry } from './entry.ts'

/** What any call may be answered before its own rules are asked. */
export const requestRefusals = {
  input_invalid: {
    status: 400,
    'zh-CN': '提交的内容有误：{path} {problem}。请改正后重试。',
    en: 'The input is not valid: {path} {problem}. Correct it and try again.',
  },
  json_malformed: {
    status: 400,
    'zh-CN': '提交的内容不是有效的 JSON（第 {position} 个字符附近）。',
    en: 'The body is not valid JSON (near character {position}).',
  },
  json_duplicate_member: {
    status: 400,
    'zh-CN': '提交的内容里“{member}”出现了两次，无法确定以哪个为准。',
    en: 'The member “{member}” appears twice; it is unclear which one counts.',
  },
  json_member_refused: {
    status: 400,
    'zh-CN': '提交的内容里不能使用名称“{member}”。',
    en: 'The member name “{member}” is not allowed.',
  },
  json_number_refused: {
    status: 400,
    'zh-CN': '数字请写成普通形式，不要使用指数（第 {position} 个字符附近，例如写 1000，不写 1e3）。',
    en: 'Write numbers without an exponent (near character {position}; 1000, not 1e3).',
  },
  json_number_imprecise: {
    status: 400,
    'zh-CN': '数字位数太多，无法精确保存（第 {position} 个字符附近）。',
    en: 'The number near character {position} has too many digits to be kept exactly.',
  },
  json_text_refused: {
    status: 400,
    'zh-CN': '文字里有不能保存的字符（第 {position} 个字符附近）。',
    en: 'The text near character {position} contains a character that cannot be stored.',
  },
  body_too_large: {
    status: 413,
    'zh-CN': '提交的内容超过 {limitBytes} 字节，请分次提交。',
    en: 'The body is over {limitBytes} bytes; send less at a time.',
  },
  body_too_deep: {
    status: 400,
    'zh-CN': '提交的内容嵌套超过 {limit} 层。',
    en: 'The body is nested deeper than {limit} levels.',
  },
  body_already_read: {
    status: 500,
    'zh-CN': '服务配置有误：请求内容在到达本服务前已被读取。请把本服务挂在 express.json() 之前。',
    en: 'Set-up error: the body was read before it came here. Mount this adapter before express.json().',
  },
  content_type_unsupported: {
    status: 415,
    'zh-CN': '请以 application/json 提交。',
    en: 'Send the body as application/json.',
  },
  route_unknown: {
    status: 404,
    'zh-CN': '没有这个地址。可用的地址见 /v1/openapi.json。',
    en: 'There is no such address. See /v1/openapi.json for those there are.',
  },
  method_not_allowed: {
    status: 405,
    'zh-CN': '这个地址请用 {allowed} 方法访问。',
    en: 'Use {allowed} for this address.',
  },
  idempotency_key_missing: {
    status: 400,
    'zh-CN': '缺少 Idempotency-Key 请求头，重试可能造成重复办理。请为每笔业务附上一个不变的编号。',
    en: 'The Idempotency-Key header is missing; without it a retry could act twice. Send one unchanging key for each act.',
  },
  idempotency_key_invalid: {
    status: 400,
    'zh-CN': 'Idempotency-Key 应为 1 到 128 个可见的 ASCII 字符。',
    en: 'The Idempotency-Key must be 1 to 128 visible ASCII characters.',
  },
  idempotency_key_reused: {
    status: 422,
    'zh-CN': '这个编号已用于另一笔内容不同的业务，请换用新的编号。',
    en: 'This key was used for a call with other content. Use a new key.',
  },
  session_missing: {
    status: 401,
    'zh-CN': '请先登录。',
    en: 'Sign in first: the call carries no session or secret key.',
  },
  session_invalid: {
    status: 401,
    'zh-CN': '登录信息无效，请重新登录。',
    en: 'The session is not valid. Sign in again.',
  },
  secret_key_invalid: {
    status: 401,
    'zh-CN': '密钥无效：不是本服务的密钥，或已吊销。请核对后端配置的密钥。',
    en: 'This secret key is not one of this service’s, or was revoked. Check the key that your backend is given.',
  },
  session_expired: {
    status: 401,
    'zh-CN': '登录已过期，请重新登录。',
    en: 'The session has expired. Sign in again.',
  },
  permission_missing: {
    status: 403,
    'zh-CN': '您的账号不能办理“{operation}”。如需办理，请联系管理员。',
    en: 'Your account may not do “{operation}”. Ask your administrator.',
  },
  scope_missing: {
    status: 403,
    'zh-CN': '登录信息里没有写明所属的门店或站点，请联系管理员。',
    en: 'The session does not say which shop or station it belongs to. Ask your administrator.',
  },
  tenant_wrong: {
    status: 403,
    'zh-CN': '登录信息不属于这个机构。',
    en: 'The session belongs to another organisation.',
  },
  rate_limited: {
    status: 429,
    retryable: true,
    'zh-CN': '操作太频繁，请 {retryAfterSeconds} 秒后再试。',
    en: 'Too many calls. Try again in {retryAfterSeconds} seconds.',
  },
  overloaded: {
    status: 503,
    retryable: true,
    'zh-CN': '现在人很多，请 {retryAfterSeconds} 秒后再试，不会重复办理。',
    en: 'Many people are here now. Try again in {retryAfterSeconds} seconds; nothing will be done twice.',
  },
  queue_waiting: {
    status: 503,
    retryable: true,
    'zh-CN': '现在人很多，您排在第 {position} 位，大约还需 {retryAfterSeconds} 秒。位置已为您保留，无需反复刷新。',
    en: 'Many people are here now. You are number {position} in the queue, about {retryAfterSeconds} seconds. Your place is kept; there is no need to refresh.',
  },
  queue_ticket_invalid: {
    status: 403,
    'zh-CN': '这张排队凭证不是发给您这次办理的，请重新排队。',
    en: 'This queue ticket was not given to you for this. Join the queue again.',
  },
  queue_ticket_expired: {
    status: 410,
    'zh-CN': '排队凭证已过期，请重新排队。',
    en: 'This queue ticket has expired. Join the queue again.',
  },
  store_unavailable: {
    status: 503,
    retryable: true,
    'zh-CN': '正在确认结果，请勿重复操作；不会重复扣减。',
    en: 'The result is being confirmed. Retry with the same key; nothing will be done twice.',
  },
  unreachable: {
    status: 503,
    retryable: true,
    'zh-CN': '网络不通，尚不知道结果。请检查网络后重试，不会重复办理。',
    en: 'The service cannot be reached and the result is not known. Check the network and retry; nothing will be done twice.',
  },
  internal: {
    status: 500,
    'zh-CN': '没有办成，也没有扣减。请稍后再试，或把帮助编号 {requestId} 告诉客服。',
    en: 'It was not done and nothing was deducted. Try later, or give the help desk the number {requestId}.',
  },
} as const satisfies Record<string, RefusalEntry>
