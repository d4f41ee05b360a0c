import { describe, expect, test } from 'vitest'
import { createWords } from './create-words.ts'
import { scannerEn, sharedEn, walletEn } from './en.ts'
import { chooseLocale } from './local-text.ts'
import { scannerZh, sharedZh, walletZh } from './zh-CN.ts'

const pairs = [
  ['shared', sharedZh, sharedEn],
  ['wallet', walletZh, walletEn],
  ['scanner', scannerZh, scannerEn],
] as const

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('the sentences', () => {
  for (const [name, zh, en] of pairs) {
    test(`of ${name} are there in both languages, with the same values filled in`, () => {
      expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
      for (const [key, sentence] of Object.entries(zh)) {
        const english = (en as Readonly<Record<string, string>>)[key] ?? ''
        expect(placeholders(english), key).toEqual(placeholders(sentence))
        expect(sentence, key).toMatch(/[\u4e00-\u9fff]/)
        expect(english, key).not.toMatch(/[\u4e00-\u9fff]/)
      }
    })
  }

  test('never tell residents of 核销, of errors in systems, or of what is illegal', () => {
    for (const sentence of [...Object.values(walletZh), ...Object.values(sharedZh)]) {
      expect(sentence).not.toMatch(/核销|系统错误|非法|无权/)
    }
  })
})

describe('numbers and times', () => {
  const zh = createWords('zh-CN', walletZh)
  const en = createWords('en', walletEn)

  test('are written as people read them', () => {
    expect(zh.amount(20_00, 'CNY')).toBe('20元')
    expect(zh.amount(20_50, 'CNY')).toBe('20.50元')
    expect(en.amount(20_00, 'CNY')).toBe('¥20')
    expect(zh.money(108_00, 'CNY')).toBe('¥108.00')
    expect(zh.moneyParts(1_234_500, 'CNY')).toEqual({ symbol: '¥', figure: '12,345' })
    expect(zh.moneyParts(25_00, 'CNY', true)).toEqual({ symbol: '¥', figure: '25.00' })
    expect(zh.money(500, 'JPY')).toMatch(/500$/)
  })

  test('stand in the programme’s zone whatever the device’s is', () => {
    expect(zh.instant('2026-01-20T04:08:00Z')).toBe('1月20日12:08')
    expect(en.instant('2026-01-20T04:08:00Z')).toBe('20 Jan, 12:08')
    expect(zh.instant('2026-01-20T16:00:00Z')).toBe('1月21日00:00')
    expect(zh.instant('never')).toBe('')
  })

  test('name the last minute of a day, not the first of the next', () => {
    expect(zh.lastMinute('2026-01-27T16:00:00Z')).toBe('1月27日23:59')
  })
})

describe('the language', () => {
  test('is the first that is given; every Chinese is Chinese, all else English, nothing Chinese', () => {
    expect(chooseLocale(undefined, null, 'zh-Hant-TW', 'en')).toBe('zh-CN')
    expect(chooseLocale('', 'en-GB', 'zh')).toBe('en')
    expect(chooseLocale('ug')).toBe('en')
    expect(chooseLocale()).toBe('zh-CN')
  })
})
