import type { Terminal } from './terminal.ts'

const WIDTH = 30
const LINE_EVERY_MS = 2000

export interface Progress {
  /** So much is done, counted in the same unit as the total. */
  at(done: number): void
  end(): void
}

/** Shows how far long work is, on standard error: a bar for people, a line now and then for logs. */
export function showProgress(terminal: Terminal, label: string, total: number): Progress {
  let saidAtMs = terminal.now().getTime()
  let saidDone = 0
  const percent = (done: number) => (total === 0 ? 100 : Math.floor((done / total) * 100))
  return {
    at(done) {
      if (terminal.isErrorTty) {
        const filled = Math.round((percent(done) / 100) * WIDTH)
        terminal.error(`\r${label} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done}/${total}`)
        return
      }
      const nowMs = terminal.now().getTime()
      if (nowMs - saidAtMs < LINE_EVERY_MS && done < total) return
      if (done === saidDone) return
      saidAtMs = nowMs
      saidDone = done
      terminal.error(`${label}: ${done}/${total} (${percent(done)} %)\n`)
    },
    end() {
      if (terminal.isErrorTty) terminal.error('\n')
    },
  }
}
