import { describe, expect, it } from 'vitest'
import { explainDecision } from './explain-decision.ts'
import { builtInOperators } from './operators/built-in-operators.ts'
import { compiled } from './testing/compiled.ts'

const outside = {
  'zh-CN': '您目前不在{area}内。到达后再领取；定位不准请点“重新定位”。',
  en: 'You are outside {area}. Claim when you arrive, or locate again.',
}
const circle = { latitude: 28.43, longitude: 104.52, radiusMetres: 5_000, datum: 'gcj02' }
const near = compiled({ fact: 'position', operator: 'withinCircle', value: circle, message: outside })
const at = { now: 0 }

function positioned(latitude: number, accuracyMetres: number) {
  return { client: { position: { latitude, longitude: 104.52, accuracyMetres, datum: 'gcj02' } } }
}

describe('explainDecision', () => {
  it('says the condition’s own message with its placeholders filled', () => {
    const decision = near.evaluate(positioned(30, 20), at)
    expect(explainDecision(decision, 'zh-CN', { area: '宜宾市' })).toEqual([
      '您目前不在宜宾市内。到达后再领取；定位不准请点“重新定位”。',
    ])
    expect(explainDecision(decision, 'en', { area: 'Yibin' })).toEqual([
      'You are outside Yibin. Claim when you arrive, or locate again.',
    ])
  })

  it('shows an ellipsis for what nobody filled, never a bare placeholder', () => {
    expect(explainDecision(near.evaluate(positioned(30, 20), at), 'en')[0]).toMatch(/^You are outside …\./)
  })

  it('does not say no where nobody knows yet: it says what is needed', () => {
    expect(explainDecision(near.evaluate({}, at), 'zh-CN', { area: '宜宾市' })).toEqual([
      '需要确认您的位置。请允许定位，只用于本次核对。',
    ])
    expect(explainDecision(near.evaluate(positioned(28.43, 9_000), at), 'zh-CN')).toEqual([
      '定位不够准，请到窗边或室外再试一次。',
    ])
  })

  it('has a sentence of its own for a condition without a message, and for its opposite', () => {
    const facts = { session: { 'person.birthDate': '2015-01-01' }, store: { 'merchant.industry': 'F52' } }
    const rules = compiled({
      all: [
        { fact: 'person.birthDate', operator: 'ageAtLeast', value: 18 },
        { fact: 'merchant.industry', operator: 'in', value: ['H61', 'H62'] },
        { not: { fact: 'merchant.industry', operator: 'equal', value: 'F52' } },
      ],
    })
    const decision = rules.evaluate(facts, { now: Date.parse('2025-01-20T10:00:00+08:00') })
    expect(explainDecision(decision, 'zh-CN')).toEqual(['须年满18周岁', '行业应为其中之一：H61、H62', '行业不能是F52'])
    expect(explainDecision(decision, 'en')).toEqual([
      'must be 18 or older',
      'industry must be one of H61, H62',
      'industry must not be F52',
    ])
  })

  it('calls a fact that the document declares by its label', () => {
    const label = { 'zh-CN': '献血次数', en: 'donations' }
    const rules = compiled({
      facts: { 'person.donations': { type: 'number', source: 'session', cost: 0, privacy: 'personal', label } },
      rules: [{ conditions: { fact: 'person.donations', operator: 'greaterThanInclusive', value: 3 } }],
    })
    const refused = rules.evaluate({ session: { 'person.donations': 1 } }, at)
    expect(explainDecision(refused, 'zh-CN')[0]).toMatch(/^献血次数/)
    expect(explainDecision(refused, 'en')[0]).toMatch(/^donations /)
    expect(explainDecision(rules.evaluate({}, at), 'en')).toEqual(['needed first: donations'])
  })

  it('says a shared message once', () => {
    const message = { 'zh-CN': '仅限本地', en: 'locals only' }
    const region = { operator: 'withinRegion', value: '511500' }
    const rules = compiled({
      any: [
        { fact: 'phone.home', ...region },
        { fact: 'person.registration', ...region },
      ],
      message,
    })
    const decision = rules.evaluate({ session: { 'phone.home': '110000', 'person.registration': '110101' } }, at)
    expect(decision.reasons).toHaveLength(2)
    expect(explainDecision(decision, 'en')).toEqual(['locals only'])
  })

  it('fills nothing twice and reads nothing inherited', () => {
    const decision = near.evaluate(positioned(30, 20), at)
    expect(explainDecision(decision, 'en', { area: '{toString}' })[0]).toContain('outside {toString}.')
    const sly = { reasons: [{ fact: 'now', operator: 'x', result: 'failed', message: { en: '{toString}' } }] } as const
    expect(explainDecision(sly, 'en')).toEqual(['…'])
  })

  it('is silent when there is nothing to explain', () => {
    expect(explainDecision(near.evaluate(positioned(28.43, 20), at), 'en')).toEqual([])
  })

  it('knows both sentences of every built-in operator', () => {
    for (const { name, must, mustNot } of builtInOperators) {
      for (const text of [must?.['zh-CN'], must?.en, mustNot?.['zh-CN'], mustNot?.en]) expect(text, name).toMatch(/\S/)
    }
  })
})
