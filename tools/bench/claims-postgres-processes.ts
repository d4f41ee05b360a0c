import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CLAIMERS, median, rateOf } from './drive-claims.ts'

const ROUNDS = 3
const CLAIMS_A_ROUND = 6000
const script = fileURLToPath(new URL('./claims-postgres-process.ts', import.meta.url))

/** Claims a second of one app process with the whole crowd, and, in turns with it, of two that share the crowd. */
export async function oneAndTwoProcesses(connectionString: string, keys: string, batchId: string) {
  const processes = [1, 2].map((number) => appProcess([connectionString, keys, batchId, String(number * 10_000_000)]))
  const run = (claims: number, claimers: number, taking = processes) =>
    Promise.all(taking.map((process) => process.run(claims / taking.length, claimers / taking.length)))
  try {
    await run(2000, CLAIMERS)
    const rates = { one: [] as number[], two: [] as number[] }
    for (let count = 0; count < ROUNDS; count += 1) {
      rates.one.push(await rateOf(CLAIMS_A_ROUND, () => run(CLAIMS_A_ROUND, CLAIMERS, processes.slice(0, 1))))
      rates.two.push(await rateOf(CLAIMS_A_ROUND, () => run(CLAIMS_A_ROUND, CLAIMERS)))
    }
    return { one: median(rates.one), two: median(rates.two) }
  } finally {
    for (const process of processes) process.end()
  }
}

function appProcess(args: readonly string[]) {
  const child = spawn(process.execPath, ['--conditions=@tallystick/source', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return {
    async run(claims: number, claimers: number): Promise<void> {
      child.stdin.write(`${claims} ${claimers}\n`)
      await once(child.stdout, 'data')
    },
    end: () => child.stdin.end(),
  }
}
