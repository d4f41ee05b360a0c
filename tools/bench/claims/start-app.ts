import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { v8StartFlags } from '../../../packages/node/src/server/v8-flags.ts'

/** Without the source condition that tools run under: the packages as they are installed. */
const NODE_OPTIONS = ''

const script = fileURLToPath(new URL('./app-process.ts', import.meta.url))

export interface AppProcess {
  /** From the start of the process to its first claim, answered. */
  readonly startUpMs: number
  /** Pushes what each of the claims took, in milliseconds. */
  run(claims: number, claimers: number, waits: number[]): Promise<void>
  /** After the last round. */
  readonly memoryMiB: number
  end(): Promise<void>
}

/** Starts an app process on a store; people are numbered from `first`. */
export async function startApp(place: string, keys: string, batchId: string, first: number): Promise<AppProcess> {
  const child = spawn(process.execPath, [...v8StartFlags, script, place, keys, batchId, String(first)], {
    env: { ...process.env, NODE_OPTIONS },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const answer = async <T>(): Promise<T> => {
    const { value } = await lines.next()
    if (value === undefined) throw new Error('an app process ended early; its own words are above')
    return JSON.parse(value) as T
  }
  const { startUpMs } = await answer<{ startUpMs: number }>()
  let memoryMiB = 0
  return {
    startUpMs,
    get memoryMiB() {
      return memoryMiB
    },
    async run(claims, claimers, waits) {
      child.stdin.write(`${claims} ${claimers}\n`)
      const round = await answer<{ waits: number[]; memoryBytes: number }>()
      waits.push(...round.waits)
      memoryMiB = Math.round(round.memoryBytes / 2 ** 20)
    },
    end() {
      child.stdin.end()
      return ended
    },
  }
}
