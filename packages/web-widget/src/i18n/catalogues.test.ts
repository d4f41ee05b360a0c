import { describe, expect, test } from 'vitest'
import { createWords } from './create-words.ts'
import { en as english } from './en.ts'
import { chooseLocale, serverLocale } from './local-text.ts'
import { moreZh } from './more-zh-CN.ts'
import { scannerZh, sharedZh, walletZh } from './zh-CN.ts'
import { zhHant } from './zh-Hant.ts'

const chinese: Readonly<Record<string, string>> = { ...sharedZh, ...walletZh, ...moreZh, ...scannerZh }
const placeholders = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('the sentences', () => {
  for (const [name, catalogue] of [
    ['English', english],
    ['traditional Chinese', zhHant],
  ] as const) {
    const texts: Readonly<Record<string, string>> = catalogue
    test(`are all there in ${name}, with the same values filled in`, () => {
      expect(Object.keys(texts).sort()).toEqual(Object.keys(chinese).sort())
      for (const [key, sentence] of Object.entries(chinese)) {
        expect(placeholders(texts[key]), key).toEqual(placeholders(sentence))
        expect(sentence, key).toMatch(/[\u4e00-\u9fff]/)
        if (name === 'English') expect(texts[key], key).not.toMatch(/[\u4e00-\u9fff]/)
        // Simplified forms that stand in no traditional text.
        else expect(texts[key], key).not.toMatch(/[领这码请认个钟时间门单网络确关开后没]/)
      }
    })
  }

  test('never tell residents of 核销, of errors in systems, or of what is illegal', () => {
    for (const sentence of [...Object.values(walletZh), ...Object.values(moreZh), ...Object.values(sharedZh)]) {
      expect(sentence).not.toMatch(/核销|系统错误|非法|无权/)
    }
  })
})

describe('numbers and times', () => {
  const zh = createWords('zh-CN', walletZh)
  const en = createWords('en', english)
  const hant = createWords('zh-Hant', zhHant)

  test('are written as people read them', () => {
    expect(zh.amount(20_00, 'CNY')).toBe('20元')
    expect(zh.amount(20_50, 'CNY')).toBe('20.50元')
    expect(hant.amount(20_00, 'CNY')).toBe('20元')
    expect(en.amount(20_00, 'CNY')).toBe('¥20')
    expect(zh.money(108_00, 'CNY')).toBe('¥108.00')
    expect(zh.moneyParts(1_234_500, 'CNY')).toEqual({ symbol: '¥', figure: '12,345' })
    expect(zh.moneyParts(25_00, 'CNY', true)).toEqual({ symbol: '¥', figure: '25.00' })
    expect(zh.money(500, 'JPY')).toMatch(/500$/)
  })

  test('stand in the programme’s zone whatever the device’s is', () => {
    expect(zh.instant('2026-01-20T04:08:00Z')).toBe('1月20日12:08')
    expect(hant.instant('2026-01-20T04:08:00Z')).toBe('1月20日12:08')
    expect(en.instant('2026-01-20T04:08:00Z')).toBe('20 Jan, 12:08')
    expect(zh.instant('2026-01-20T16:00:00Z')).toBe('1月21日00:00')
    expect(zh.instant('never')).toBe('')
  })

  test('name the last minute of a day, not the first of the next', () => {
    expect(zh.lastMinute('2026-01-27T16:00:00Z')).toBe('1月27日23:59')
  })
})

describe('the language', () => {
  test('is the first that is given; Chinese by script or region, all else English, nothing Chinese', () => {
    expect(chooseLocale(undefined, null, 'zh-Hant-TW', 'en')).toBe('zh-Hant')
    expect(['zh-TW', 'zh-HK', 'zh-Hans-HK', 'zh-MO'].map((tag) => chooseLocale(tag))).toEqual([
      'zh-Hant',
      'zh-Hant',
      'zh-CN',
      'zh-Hant',
    ])
    expect(chooseLocale('', 'en-GB', 'zh')).toBe('en')
    expect(chooseLocale('ug')).toBe('en')
    expect(chooseLocale()).toBe('zh-CN')
  })

  test('of the service is one that it speaks', () => {
    expect(['zh-CN', 'zh-Hant', 'en'].map((locale) => serverLocale(locale as 'en'))).toEqual(['zh-CN', 'zh-CN', 'en'])
  })
})
