import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { v8StartFlags } from '../../../packages/node/src/server/v8-flags.ts'

const script = fileURLToPath(new URL('./app-process.ts', import.meta.url))

export interface Answer {
  readonly id: number
  readonly code: string
  readonly ticket: string
  readonly retrySeconds: number
}

export interface CrowdApp {
  send(call: string): void
  end(): Promise<void>
}

/** Starts an app process on a database; resolves when it takes calls. */
export async function startApp(
  url: string,
  keys: string,
  batchId: string,
  onAnswer: (answer: Answer) => void,
): Promise<CrowdApp> {
  const child = spawn(
    process.execPath,
    [...v8StartFlags, '--conditions=@tallystick/source', script, url, keys, batchId],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  // Not `exit`: its last answers may still be in the pipe then.
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let calls: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('an app process ended early; its own words are above')))
    createInterface(child.stdout).on('line', (line) => {
      if (line === 'ready') return resolve()
      const [id = '', code = '', ticket = '', retry = '0'] = line.split(' ')
      onAnswer({ id: Number(id), code, ticket, retrySeconds: Number(retry) })
    })
  })
  return {
    send(call) {
      if (calls.length === 0) {
        setImmediate(() => {
          child.stdin.write(`${calls.join('\n')}\n`)
          calls = []
        })
      }
      calls.push(call)
    },
    end() {
      child.stdin.end()
      return ended
    },
  }
}
