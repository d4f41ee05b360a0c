import { Series } from '../harness/series.ts'
import { CLAIMERS } from './drive.ts'
import { type AppProcess, startApp } from './start-app.ts'

const ROUNDS = 5
const CLAIMS_A_ROUND = 6000

/** One app process with the whole crowd and, in turns with it, two that share the crowd. */
export async function oneAndTwoProcesses(url: string, keys: string, batchId: string) {
  const apps = await Promise.all([1, 2].map((number) => startApp(url, keys, batchId, number * 100_000_000)))
  const run = async (claims: number, taking: readonly AppProcess[], waits: number[]) => {
    await Promise.all(taking.map((app) => app.run(claims / taking.length, CLAIMERS / taking.length, waits)))
  }
  try {
    await run(4000, apps, [])
    const all = { postgresOneProcess: new Series(), postgresTwoProcesses: new Series() }
    for (let count = 0; count < ROUNDS; count += 1) {
      await all.postgresOneProcess.round(CLAIMS_A_ROUND, (waits) => run(CLAIMS_A_ROUND, apps.slice(0, 1), waits))
      await all.postgresTwoProcesses.round(CLAIMS_A_ROUND, (waits) => run(CLAIMS_A_ROUND, apps, waits))
    }
    return all
  } finally {
    for (const app of apps) await app.end()
  }
}
