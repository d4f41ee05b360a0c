import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, ServedInstallation } from './testing/served-installation.ts'

const QUOTA = 100
const PEOPLE = 500

let served: ServedInstallation
let sessions: string[]
beforeEach(async () => {
  served = new ServedInstallation()
  await served.prepare(QUOTA)
  await served.start()
  sessions = await Promise.all(Array.from({ length: PEOPLE }, (_, person) => served.session(`person-${person}`)))
}, 60_000)
afterEach(() => served.remove())

const claim = (person: number): Promise<Answer> =>
  served.call('POST', '/v1/vouchers', sessions[person] ?? '', { batchId: served.batchId }, `claim-${person}`)

const vouchersOf = async (person: number): Promise<unknown[]> => {
  const { body } = await served.call('GET', '/v1/vouchers', sessions[person] ?? '')
  return body.vouchers as unknown[]
}

const isClaimed = (answer: Answer | undefined): boolean => answer !== undefined && answer.status < 300

/** What the books say after the server has ended. */
async function expectBooksToBalance(): Promise<void> {
  await served.stop('SIGTERM')
  const report = (await served.run('report')) as {
    batches: { figures: { quota: number; left: number; outstanding: number } }[]
    ledger: { balanced: boolean }
  }
  expect(report.batches[0]?.figures).toMatchObject({ quota: QUOTA, left: 0, outstanding: QUOTA })
  expect(report.ledger.balanced).toBe(true)
  const doctor = (await served.run('doctor', '--port', '0')) as { findings: { name: string; state: string }[] }
  expect(doctor.findings.find(({ name }) => name === 'journal')?.state).toBe('well')
}

describe('five hundred people who claim from a batch of a hundred over HTTP', () => {
  test('THR-C1 get exactly a hundred vouchers, one a person, and everybody else a code', async () => {
    const answers = await Promise.all(sessions.map((_, person) => claim(person)))
    const claimed = answers.filter(isClaimed)
    expect(claimed).toHaveLength(QUOTA)
    expect(new Set(claimed.map(({ body }) => body.voucherId)).size).toBe(QUOTA)
    const refused = answers.filter((answer) => !isClaimed(answer))
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['sold_out']))
    for (const [person, answer] of answers.entries()) {
      if (person % 20 === 0) expect(await vouchersOf(person)).toHaveLength(isClaimed(answer) ? 1 : 0)
    }
    await expectBooksToBalance()
  }, 60_000)

  test('THR-C6 find after kill -9 everything that was answered; what was not resolves by its key to one outcome', async () => {
    const answers: (Answer | undefined)[] = []
    let answered = 0
    await Promise.all(
      sessions.map(async (_, person) => {
        const answer = await claim(person).catch(() => undefined)
        answers[person] = answer
        if (answer) answered++
        if (answered === 60) await served.stop('SIGKILL')
      }),
    )
    // Killed in mid-flight: some were told that they have a voucher, some were told nothing.
    expect(answers.filter(isClaimed).length).toBeGreaterThan(0)
    expect(answers.filter((answer) => answer === undefined).length).toBeGreaterThan(0)
    await served.start()
    for (const [person, answer] of answers.entries()) {
      if (isClaimed(answer)) expect(await vouchersOf(person)).toHaveLength(1)
    }
    const first = await Promise.all(sessions.map((_, person) => claim(person)))
    const second = await Promise.all(sessions.map((_, person) => claim(person)))
    for (const [person, answer] of answers.entries()) {
      if (isClaimed(answer)) expect(first[person]).toEqual(answer)
      expect(second[person]?.body.voucherId).toBe(first[person]?.body.voucherId)
    }
    expect(first.filter(isClaimed)).toHaveLength(QUOTA)
    await expectBooksToBalance()
  }, 60_000)
})
