import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Series } from '../harness/series.ts'
import { CLAIMERS } from './drive.ts'

const ROUNDS = 5
const CLAIMS_A_ROUND = 6000
const script = fileURLToPath(new URL('./app-process.ts', import.meta.url))

/** One app process with the whole crowd and, in turns with it, two that share the crowd. */
export async function oneAndTwoProcesses(url: string, keys: string, batchId: string) {
  const processes = [1, 2].map((number) => appProcess([url, keys, batchId, String(number * 100_000_000)]))
  const run = async (claims: number, taking: readonly AppProcess[], waits: number[] = []) => {
    const share = taking.length
    const all = await Promise.all(taking.map((process) => process.run(claims / share, CLAIMERS / share)))
    for (const own of all) waits.push(...own)
  }
  try {
    await run(4000, processes)
    const all = { postgresOneProcess: new Series(), postgresTwoProcesses: new Series() }
    for (let count = 0; count < ROUNDS; count += 1) {
      await all.postgresOneProcess.round(CLAIMS_A_ROUND, (waits) => run(CLAIMS_A_ROUND, processes.slice(0, 1), waits))
      await all.postgresTwoProcesses.round(CLAIMS_A_ROUND, (waits) => run(CLAIMS_A_ROUND, processes, waits))
    }
    return all
  } finally {
    for (const process of processes) process.end()
  }
}

type AppProcess = ReturnType<typeof appProcess>

function appProcess(args: readonly string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    /** What each of the claims took, in milliseconds. */
    async run(claims: number, claimers: number): Promise<readonly number[]> {
      child.stdin.write(`${claims} ${claimers}\n`)
      const { value } = await lines.next()
      if (value === undefined) throw new Error('an app process ended early; its own words are above')
      return JSON.parse(value) as number[]
    },
    end: () => child.stdin.end(),
  }
}
