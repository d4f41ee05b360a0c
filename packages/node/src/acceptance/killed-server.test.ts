import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { unwrap } from '@tallystick/core'
import { expect, onTestFinished, test } from 'vitest'
import { idNumberOf, openCounty, openSeason } from './testing/county.ts'
import { get, type HttpOutcome, holderSession, post } from './testing/http.ts'

const script = join(import.meta.dirname, 'testing', 'serve-until-killed.ts')
const PEOPLE = 240
const QUOTA = 150

async function start(folder: string) {
  const child = spawn(process.execPath, ['--conditions=@tallystick/source', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { url, child }
}

test('keeps every claim it has answered through kill -9, and settles every unanswered one by its key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-killed-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const setUp = await openCounty(folder)
  const { batchId, secretKey } = await openSeason(setUp, folder, QUOTA)
  await setUp.close()

  const first = await start(folder)
  const sessions: string[] = []
  for (let person = 0; person < PEOPLE; person += 1) {
    sessions.push(await holderSession(first.url, secretKey, idNumberOf(person)))
  }
  const claim = (url: string, person: number) =>
    post(`${url}/v1/vouchers`, { batchId }, sessions[person] ?? '', `claim-${person}`)

  const answered = new Map<number, HttpOutcome>()
  let cut = 0
  // Twenty at a time, so that the kill comes while calls wait, are under way, and are being answered.
  const queue = Array.from({ length: PEOPLE }, (_, person) => person)
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let person = queue.shift(); person !== undefined; person = queue.shift()) {
        try {
          answered.set(person, await claim(first.url, person))
        } catch {
          cut += 1
        }
        if (answered.size >= 60) first.child.kill('SIGKILL')
      }
    }),
  )
  expect(answered.size).toBeGreaterThanOrEqual(60)
  expect(cut).toBeGreaterThan(0)

  const second = await start(folder)
  for (const [person, before] of answered) {
    const { body } = await get(`${second.url}/v1/vouchers`, sessions[person] ?? '')
    expect((body.vouchers as { voucherId: string }[]).map(({ voucherId }) => voucherId)).toEqual([
      before.body.voucherId,
    ])
    expect(await claim(second.url, person)).toEqual(before)
  }
  for (let person = 0; person < PEOPLE; person += 1) {
    const once = await claim(second.url, person)
    const again = await claim(second.url, person)
    expect(again.body.voucherId).toBe(once.body.voucherId)
    expect(again.body.code).toBe(once.body.code)
  }
  second.child.kill('SIGKILL')
  await once(second.child, 'close')

  const after = await openCounty(folder)
  const sponsor = after.as({ role: 'operator', tenant: 'county', id: 'li' })
  expect(unwrap(await sponsor.batch.figures({ batchId }))).toMatchObject({ left: 0, issued: QUOTA, outstanding: QUOTA })
  expect(unwrap(await sponsor.ledger.balances({})).sums).toEqual({ CNY: 0 })
  await after.close()
}, 90_000)
