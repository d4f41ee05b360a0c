import { describe, expect, it } from 'vitest'
import { explainRefusal } from '../../kernel/refusals/explain-refusal.ts'
import { unwrap } from '../../unwrap.ts'
import { openOffice, reviewer, springDocument } from '../testing/county.ts'

const yaml = `programme: spring
version: 1
currency: CNY
timeZone: Asia/Shanghai
period: { from: 2025-01-20T10:00:00+08:00, to: 2025-03-01T00:00:00+08:00 }
budget: { amountMinor: 2000000 }
eligibility:
  all:
    - { fact: person.registration, operator: withinRegion, value: '511525' }
benefits:
  catering:
    kind: voucher
    terms: { thresholdMinor: 10000, offMinor: 2000 }
    usable: { within: P7D }
`

async function checkText(text: string, format: 'yaml' | 'json' = 'yaml') {
  const { sponsor } = await openOffice()
  const outcome = await sponsor.programme.check({ source: { format, text } })
  if (outcome.ok) return { ok: true as const, value: outcome.value }
  const detail = outcome.detail as { count: number; line: number; path: string; problem: string; issues: unknown[] }
  return { ok: false as const, code: outcome.code, outcome, ...detail }
}

describe('a programme document', () => {
  it('is read from YAML and from JSON', async () => {
    const expected = { programme: 'spring', version: 1, benefits: ['catering'] }
    expect(await checkText(yaml)).toEqual({ ok: true, value: expected })
    for (const indent of [undefined, 2, '\t']) {
      expect(await checkText(JSON.stringify(springDocument(), null, indent), 'json')).toMatchObject({ ok: true })
    }
  })

  it.each([
    ['a member with a slip', 'offMinor: 2000 }', 'offMinr: 2000 }', 13, '/benefits/catering/terms', /./],
    ['a member that is not there', 'budget:', 'budgets:', 6, '/budgets', /budgets/],
    ['a wrong amount', 'amountMinor: 2000000', 'amountMinor: 20000.5', 6, '/budget/amountMinor', /./],
    ['a negative amount', 'offMinor: 2000', 'offMinor: -2000', 13, '/benefits/catering/terms', /./],
    ['an operator with a slip', 'withinRegion', 'withinRegoin', 9, '/eligibility/all/0', /withinRegion/],
    [
      'a fact with a slip',
      'person.registration',
      'person.registraton',
      9,
      '/eligibility/all/0',
      /person\.registration/,
    ],
    ['a time without offset', '10:00:00+08:00', '10:00:00', 5, '/period/from', /offset/],
    ['an end before the beginning', '2025-03-01', '2025-01-01', 5, '/period/to', /end after/],
    ['an unknown zone', 'Asia/Shanghai', 'Asia/Chengdu', 4, '/timeZone', /Asia\/Shanghai/],
    [
      'more off than the threshold',
      'offMinor: 2000',
      'offMinor: 10001',
      13,
      '/benefits/catering/terms/offMinor',
      /more/,
    ],
    ['a duration of hours', 'P7D', 'PT7H', 14, '/benefits/catering/usable/within', /P7D/],
    ['a currency in small letters', 'CNY', 'cny', 3, '/currency', /ISO 4217/],
  ])('says where %s stands', async (_what, from, to, line, path, problem) => {
    const checked = await checkText(yaml.replace(from, to))
    expect(checked).toMatchObject({ ok: false, code: 'programme_document_invalid', count: expect.any(Number), line })
    if (checked.ok) return
    expect(checked.path.startsWith(path), checked.path).toBe(true)
    expect(checked.problem).toMatch(problem)
    for (const locale of ['zh-CN', 'en'] as const) {
      expect(explainRefusal(checked.outcome, locale)).toContain(String(line))
      expect(explainRefusal(checked.outcome, locale)).toContain(checked.path)
    }
  })

  it('is refused without a time zone, with a member twice, and when it is no mapping', async () => {
    expect(await checkText(yaml.replace('timeZone: Asia/Shanghai\n', ''))).toMatchObject({
      ok: false,
      path: '/timeZone',
    })
    expect(await checkText(`${yaml}currency: USD\n`)).toMatchObject({ ok: false, line: 15 })
    for (const text of ['', '- 1', 'just text', '{', 'a: [', '--- \na: 1\n---\nb: 2\n']) {
      expect(await checkText(text)).toMatchObject({
        ok: false,
        code: 'programme_document_invalid',
        line: expect.any(Number),
      })
    }
  })

  it('is refused when a rule speaks of a fact that nothing supplies where it stands', async () => {
    const shop = { fact: 'merchant.industry', operator: 'equal', value: 'H62' }
    const home = { fact: 'person.registration', operator: 'withinRegion', value: '511525' }
    const counted = { fact: 'device.persons.24h', operator: 'lessThan', value: 3 }
    for (const [document, path] of [
      [springDocument({ redemption: { all: [home] } }), '/benefits/catering/redemption/all/0/fact'],
      [springDocument({}, { eligibility: { all: [shop] } }), '/eligibility/all/0/fact'],
      [springDocument({ eligibility: { all: [counted] } }), '/benefits/catering/eligibility/all/0/fact'],
    ] as const) {
      expect(await checkText(JSON.stringify(document), 'json')).toMatchObject({
        code: 'programme_document_invalid',
        path,
        issues: [{ code: 'fact_not_supplied', hint: expect.stringMatching(/suppli/) }],
      })
    }
  })

  it('is refused when it asks for presence and no rule asks for the position', async () => {
    const benefit = { presence: 'atRedemptionToo' }
    const without = await checkText(JSON.stringify(springDocument(benefit)), 'json')
    expect(without).toMatchObject({ code: 'programme_document_invalid', path: '/benefits/catering/presence' })
    const circle = { latitude: 28.4, longitude: 104.5, radiusMetres: 9000, datum: 'gcj02' }
    const eligibility = { any: [{ not: { fact: 'position', operator: 'withinCircle', value: circle } }] }
    expect(await checkText(JSON.stringify(springDocument(benefit, { eligibility })), 'json')).toMatchObject({
      ok: true,
    })
  })

  it('is refused with aliases, before they multiply', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level < 12; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`)
    }
    expect(await checkText(lines.join('\n'))).toMatchObject({ ok: false, code: 'programme_document_invalid', line: 2 })
    expect(await checkText(yaml.replace("'511525'", '*nobody'))).toMatchObject({ ok: false, line: 9 })
  })

  it('lists every mistake, not only the first', async () => {
    const text = yaml.replace('CNY', 'cny').replace('P7D', 'PT7H').replace('budget:', 'budgets:')
    expect(await checkText(text)).toMatchObject({ ok: false, count: 3 })
  })

  it('THR-Z3 keeps nothing of names that are part of every object', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(await checkText(`${yaml}${name}: { polluted: true }\n`)).toMatchObject({ ok: false })
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('publishing', () => {
  it('keeps each version, in force is the newest', async () => {
    const { sponsor } = await openOffice()
    unwrap(await sponsor.programme.publish({ document: springDocument() }))
    unwrap(await sponsor.programme.publish({ document: springDocument({}, { version: 3 }) }))
    expect(unwrap(await sponsor.programme.get({ programme: 'spring' })).version).toBe(3)
    expect(unwrap(await sponsor.programme.get({ programme: 'spring@1' })).version).toBe(1)
    expect(await sponsor.programme.get({ programme: 'spring@2' })).toMatchObject({ code: 'programme_unknown' })
    for (const version of [1, 2, 3]) {
      const outcome = await sponsor.programme.publish({ document: springDocument({}, { version }) })
      expect(outcome).toMatchObject({ code: 'programme_version_not_newer', detail: { current: 3 } })
    }
  })

  it('refuses another currency, another zone and more than an open batch has set aside', async () => {
    const { sponsor } = await openOffice()
    unwrap(await sponsor.programme.publish({ document: springDocument() }))
    const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 10 }))
    const publish = (benefit: object, document: object) =>
      sponsor.programme.publish({ document: springDocument({ ...benefit }, { version: 2, ...document }) })
    expect(await publish({}, { currency: 'USD' })).toMatchObject({ detail: { field: 'currency' } })
    expect(await publish({}, { timeZone: 'Asia/Urumqi' })).toMatchObject({ detail: { field: 'timeZone' } })
    const dearer = { terms: { thresholdMinor: 10_000, offMinor: 2_001 } }
    expect(await publish(dearer, {})).toMatchObject({ code: 'programme_change_refused' })
    unwrap(await sponsor.batch.close({ batchId, reason: 'over' }))
    expect(await publish(dearer, {})).toMatchObject({ ok: true })
  })

  it('THR-G5 counts the budget exactly: what batches took cannot be taken out', async () => {
    const { sponsor } = await openOffice()
    const budget = (amountMinor: number, version: number) =>
      sponsor.programme.publish({ document: springDocument({}, { version, budget: { amountMinor } }) })
    unwrap(await budget(40_000, 1))
    unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 15 }))
    expect(await sponsor.batch.open({ benefit: 'spring/catering', quota: 6 })).toMatchObject({
      code: 'budget_exceeded',
      detail: { neededMinor: 12_000, leftMinor: 10_000 },
    })
    expect(await budget(29_999, 2)).toMatchObject({ code: 'budget_exceeded', detail: { neededMinor: 1 } })
    unwrap(await budget(30_000, 2))
    expect(await sponsor.batch.open({ benefit: 'spring/catering', quota: 1 })).toMatchObject({
      code: 'budget_exceeded',
    })
    unwrap(await budget(32_000, 3))
    unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 1 }))
    expect(unwrap(await sponsor.programme.get({ programme: 'spring' })).availableMinor).toBe(0)
  })

  it('counts the budget once when versions arrive together', async () => {
    const { sponsor } = await openOffice()
    const budgets = [10_000, 20_000, 30_000].map((amountMinor, index) =>
      sponsor.programme.publish({ document: springDocument({}, { version: index + 1, budget: { amountMinor } }) }),
    )
    const outcomes = await Promise.all(budgets)
    expect(outcomes.at(-1)).toMatchObject({ ok: true })
    expect(unwrap(await sponsor.programme.get({ programme: 'spring' }))).toMatchObject({ availableMinor: 30_000 })
  })

  it('and opening a batch at once never leaves a batch that cannot pay what is promised', async () => {
    for (const openFirst of [true, false]) {
      const { sponsor } = await openOffice()
      unwrap(await sponsor.programme.publish({ document: springDocument() }))
      const dearer = springDocument({ terms: { thresholdMinor: 10_000, offMinor: 9_000 } }, { version: 2 })
      const publish = () => sponsor.programme.publish({ document: dearer })
      const open = () => sponsor.batch.open({ benefit: 'spring/catering', quota: 2 })
      const [first, second] = await Promise.all(openFirst ? [open(), publish()] : [publish(), open()])
      const published = openFirst ? second : first
      const unitMinor = published?.ok ? 9_000 : 2_000
      expect(openFirst ? first : second).toMatchObject({ ok: true, value: { unitMinor } })
    }
  })

  it('shows what there is to everybody of the office and to nobody else', async () => {
    const { sponsor, as } = await openOffice()
    unwrap(await sponsor.programme.publish({ document: springDocument() }))
    expect(unwrap(await as(reviewer).programme.list({})).programmes).toMatchObject([
      { programme: 'spring', version: 1 },
    ])
    expect(await as({ ...reviewer, tenant: 'other' }).programme.get({ programme: 'spring' })).toMatchObject({
      ok: false,
    })
  })
})
