import { describe, expect, it } from 'vitest'
import { refused } from '../outcome.ts'
import { explainRefusal } from './explain-refusal.ts'

const message = { 'zh-CN': '限本县户籍', en: 'Gao County residents' }
const reason = { fact: 'person.registration', operator: 'withinRegion', result: 'failed' as const, message }

describe('a refusal', () => {
  it('says instants in the zone of the programme, not of the server', () => {
    const notOpen = refused('not_open', { time: '2025-01-20T02:00:00.000Z' })
    expect(explainRefusal(notOpen, 'zh-CN')).toMatch(/1月20日.*10:00/)
    expect(explainRefusal(notOpen, 'en')).toMatch(/January 20.*10:00/)
    expect(explainRefusal(notOpen, 'en', 'UTC')).toMatch(/January 20.*02:00/)
  })

  it('says which condition it was, once, where the sponsor wrote a sentence for it', () => {
    const twice = refused('not_eligible', {}, { reasons: [reason, reason] })
    expect(explainRefusal(twice, 'zh-CN')).toBe('您暂不符合领取或使用条件。限本县户籍')
    expect(explainRefusal(twice, 'en')).toBe('The conditions are not met. Gao County residents')
    expect(explainRefusal(refused('outside_area', {}, { reasons: [reason] }), 'en')).toBe('Gao County residents')
  })

  it('leaves out what it was not told, and shows an unknown code as it is', () => {
    expect(explainRefusal(refused('not_eligible'), 'en')).toBe('The conditions are not met.')
    expect(explainRefusal(refused('below_threshold', { min: '100' }), 'zh-CN')).toBe('满100元可用，还差元。')
    expect(explainRefusal(refused('toString'), 'en')).toBe('toString')
  })

  it('does not tell a person outside what nobody knows: an unknown position is asked for', () => {
    const message = { 'zh-CN': '您目前不在本市', en: 'You are outside the city' }
    const reason = { fact: 'position', operator: 'withinPolygon', message }
    const unknown = refused('position_needed', {}, { reasons: [{ ...reason, result: 'unknown' }] })
    expect(explainRefusal(unknown, 'en')).toMatch(/^We need to see/)
    const failed = refused('outside_area', {}, { reasons: [{ ...reason, result: 'failed' }] })
    expect(explainRefusal(failed, 'en')).toBe('You are outside the city')
  })

  it('shows amounts as money, in the currency of the refusal', () => {
    const unlisted = { faceMinor: 5, listedMinor: [2000, 4000] }
    expect(explainRefusal(refused('card_face_unlisted', unlisted), 'en')).toBe(
      'The programme has no face value ¥0.05. It has: ¥20.00, ¥40.00.',
    )
    expect(explainRefusal(refused('card_balance_short', { balanceMinor: 500, currency: 'JPY' }), 'zh-CN')).toBe(
      '卡内余额不足：余额 ¥500。',
    )
  })
})
