import { expect, test } from 'vitest'
import { negotiateLanguage } from './negotiate-language.ts'

test.each([
  [undefined, 'zh-CN'],
  ['', 'zh-CN'],
  ['en', 'en'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['zh-Hant-TW, en', 'zh-CN'],
  ['en;q=0.3, zh-CN;q=0.7', 'zh-CN'],
  ['fr, en;q=0.5', 'en'],
  ['fr', 'zh-CN'],
  ['*', 'zh-CN'],
  ['en;q=0, zh', 'zh-CN'],
  ['en;q=0', 'zh-CN'],
  [',;;q=,\r\n', 'zh-CN'],
])('for Accept-Language %j people read %s', (header, language) => {
  expect(negotiateLanguage(header)).toBe(language)
})
