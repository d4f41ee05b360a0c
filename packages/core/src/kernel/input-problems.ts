/** What can be wrong with a field, with the sentence people read; `{path}` and the bounds come from the refusal's detail. */
export const inputProblems = {
  missing: { 'zh-CN': '缺少“{path}”。', en: '“{path}” is missing.' },
  unknown_field: {
    'zh-CN': '这里没有“{path}”这个字段，请去掉。',
    en: 'There is no field “{path}” here. Leave it out.',
  },
  given_twice: {
    'zh-CN': '“{path}”已经写在地址里，不要在内容里再写。',
    en: '“{path}” stands in the address already; do not send it in the body too.',
  },
  repeated: { 'zh-CN': '“{path}”出现了不止一次。', en: '“{path}” is given more than once.' },
  wrong_type: {
    'zh-CN': '“{path}”的类型有误，应为 {expected}。',
    en: '“{path}” has the wrong type; expected: {expected}.',
  },
  not_whole: { 'zh-CN': '“{path}”必须是整数。', en: '“{path}” must be a whole number.' },
  negative: { 'zh-CN': '“{path}”不能是负数。', en: '“{path}” must not be negative.' },
  too_small: { 'zh-CN': '“{path}”太小，最小为 {minimum}。', en: '“{path}” is too small; the least is {minimum}.' },
  too_big: { 'zh-CN': '“{path}”太大，最大为 {maximum}。', en: '“{path}” is too big; the most is {maximum}.' },
  too_short: { 'zh-CN': '“{path}”太短，至少 {minimum} 个。', en: '“{path}” is too short; at least {minimum}.' },
  too_long: { 'zh-CN': '“{path}”太长，最多 {maximum} 个。', en: '“{path}” is too long; at most {maximum}.' },
  not_multiple: { 'zh-CN': '“{path}”不是允许的步长的整数倍。', en: '“{path}” is not a multiple of the allowed step.' },
  not_listed: { 'zh-CN': '“{path}”只能是：{allowed}。', en: '“{path}” must be one of: {allowed}.' },
  wrong_format: { 'zh-CN': '“{path}”的格式有误。', en: '“{path}” is not in the right format.' },
  not_an_object: { 'zh-CN': '提交的内容应是一个 JSON 对象。', en: 'The body must be a JSON object.' },
  invalid: { 'zh-CN': '“{path}”有误。', en: '“{path}” is not valid.' },
} as const satisfies Record<string, Readonly<Record<'zh-CN' | 'en', string>>>

export type InputProblem = keyof typeof inputProblems
