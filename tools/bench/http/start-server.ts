import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Starts a process of this folder; its first line says how it is reached. */
export async function startServer<Said>(script: string, args: readonly string[] = []) {
  const file = fileURLToPath(new URL(`./${script}`, import.meta.url))
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const answer = async <T>(): Promise<T> => {
    const { value } = await lines.next()
    if (value === undefined) throw new Error(`${script} ended early; its own words are above`)
    return JSON.parse(value) as T
  }
  const said = await answer<Said>()
  return {
    said,
    ask<T>(line: string): Promise<T> {
      child.stdin.write(`${line}\n`)
      return answer<T>()
    },
    end: () => new Promise<void>((resolve) => child.once('exit', () => resolve()).stdin.end()),
  }
}
