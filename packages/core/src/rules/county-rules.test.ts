import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainDecision } from './explain-decision.ts'
import { builtInFacts } from './facts/built-in-facts.ts'
import { builtInOperators } from './operators/built-in-operators.ts'
import { compiled, issuesOf } from './testing/compiled.ts'

// A county's spring vouchers: residents of the county or holders of the city's phones, inside the city.
const eligibility = {
  all: [
    {
      fact: 'person.identity',
      operator: 'equal',
      value: 'verified',
      message: {
        'zh-CN': '请先完成实名认证。也可带身份证到{place}办理。',
        en: 'Verify your identity first, or come to {place}.',
      },
    },
    {
      any: [
        { fact: 'phone.home', operator: 'withinRegion', value: '511500' },
        { fact: 'person.registration', operator: 'withinRegion', value: '511525' },
        { fact: 'person.list', operator: 'in', value: 'exempt' },
      ],
      message: {
        'zh-CN': '本活动面向本市手机用户和高县户籍居民',
        en: 'For phones of the city and residents of the county',
      },
    },
    {
      fact: 'position',
      operator: 'withinPolygon',
      value: { region: 'city' },
      message: { 'zh-CN': '您目前不在{area}内。', en: 'You are outside {area}.' },
    },
  ],
}
const city = {
  datum: 'gcj02',
  polygon: {
    type: 'Polygon',
    coordinates: [
      [
        [103.6, 27.8],
        [105.3, 27.8],
        [105.3, 29.3],
        [103.6, 29.3],
        [103.6, 27.8],
      ],
    ],
  },
} as const
const rules = compiled(eligibility, { geometries: { city } })
const at = { now: Date.parse('2025-01-20T10:00:00+08:00') }
const position = { latitude: 28.43, longitude: 104.52, accuracyMetres: 60, datum: 'wgs84' }
const resident = { 'person.identity': 'verified', 'person.registration': '511525' }

describe('rules of a county’s vouchers', () => {
  it('lets a resident with another city’s phone in', () => {
    const facts = { session: { ...resident, 'phone.home': '440300' }, client: { position } }
    expect(rules.evaluate(facts, at)).toMatchObject({ outcome: 'eligible', reasons: [], needs: [] })
  })

  it('case 24: a Hong Kong resident gets in by phone and position', () => {
    const session = { 'person.identity': 'verified', 'person.idPrefix': '810000', 'phone.home': '511500' }
    expect(rules.evaluate({ session, client: { position } }, at).outcome).toBe('eligible')
  })

  it('asks for the position last, and only while it matters', () => {
    expect(rules.evaluate({ session: resident }, at).needs).toEqual(['position'])
    expect(rules.evaluate({}, at).needs).toEqual([
      'person.identity',
      'person.list',
      'person.registration',
      'phone.home',
      'position',
    ])
    expect(rules.evaluate({ session: { ...resident, 'person.identity': 'none' } }, at)).toMatchObject({
      outcome: 'ineligible',
      needs: [],
    })
  })

  it('case 20: on the border says that the position is not exact enough, not that it is outside', () => {
    const border = { ...position, longitude: 105.301, accuracyMetres: 900, datum: 'gcj02' }
    const decision = rules.evaluate({ session: resident, client: { position: border } }, at)
    expect(decision).toMatchObject({
      outcome: 'undecided',
      needs: ['position'],
      reasons: [{ problem: 'position_inaccurate' }],
    })
    expect(explainDecision(decision, 'zh-CN', { area: '宜宾市' })).toEqual(['定位不够准，请到窗边或室外再试一次。'])
  })

  it('tells somebody from elsewhere every way in that is closed, in one sentence', () => {
    const session = { ...resident, 'person.registration': '440300', 'phone.home': '440300', 'person.list': [] }
    const decision = rules.evaluate({ session, client: { position } }, at)
    expect(decision.reasons.map(({ path }) => path)).toEqual(['/all/1/any/0', '/all/1/any/1', '/all/1/any/2'])
    expect(explainDecision(decision, 'zh-CN')).toEqual(['本活动面向本市手机用户和高县户籍居民'])
    expect(JSON.stringify(decision)).not.toContain('440300')
  })

  it('writes redemption and risk in the same language', () => {
    const documents = [
      {
        all: [
          { fact: 'merchant.industry', operator: 'in', value: ['H62'] },
          { fact: 'merchant.region', operator: 'withinRegion', value: '511525' },
          { fact: 'merchant.status', operator: 'equal', value: 'active' },
        ],
      },
      { fact: 'device.persons.24h', operator: 'greaterThan', value: 3 },
      {
        all: [
          { fact: 'order.overThresholdMinor', operator: 'lessThan', value: 100 },
          { fact: 'merchant.tierHuggingRate.1d', operator: 'greaterThan', value: 0.6 },
        ],
      },
    ]
    expect(documents.map((document) => issuesOf(document))).toEqual([[], [], []])
  })
})

describe('any value for any operator on any fact', () => {
  it('is refused at compile time, or decides whatever the facts are', () => {
    const fact = fc.constantFrom(...builtInFacts.map(({ name }) => name))
    const operator = fc.constantFrom(...builtInOperators.map(({ name }) => name))
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('511525', 18, { from: '06:00', to: '24:00' }, { region: 'city' }),
    )
    const actual = fc.oneof(fc.jsonValue(), fc.constant(position), fc.constantFrom('2004-02-29', '511525', 3, ['x']))
    fc.assert(
      fc.property(fact, operator, value, actual, (name, operatorName, given, told) => {
        const document = { fact: name, operator: operatorName, value: given }
        if (issuesOf(document, { geometries: { city } }).length > 0) return
        const group = { [name]: told }
        const facts = { session: group, client: group, store: group, provider: group }
        const { outcome, reasons } = compiled(document, { geometries: { city } }).evaluate(facts, at)
        expect(reasons).toHaveLength(outcome === 'eligible' ? 0 : 1)
        expect(reasons[0]?.problem).not.toBe('operator_failed')
      }),
      { numRuns: 3_000 },
    )
  })
})
