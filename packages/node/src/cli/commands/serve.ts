import { InvalidArgumentError } from 'commander'
import { startGroupSearch } from '../../jobs/start-group-search.ts'
import { startStatements } from '../../jobs/start-statements.ts'
import { startSweeps } from '../../jobs/start-sweeps.ts'
import { serve } from '../../server/serve.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { openTally } from '../installation.ts'

interface ServeFlags {
  readonly port: number
  readonly host: string
  readonly basePath: string
  readonly allowOrigin: string[]
  readonly trustProxy: string[]
}

export const addServeCommand: AddCommand = (program, run) => {
  program
    .command('serve')
    .description('Answer the HTTP API on this installation until stopped (Ctrl-C or SIGTERM).')
    .option('--port <number>', 'port to listen on', parsePort, 8787)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--base-path <path>', 'path in front of /v1', '/tally')
    .option('--allow-origin <origin>', 'a page’s origin that may call; may be repeated', collect, [])
    .option('--trust-proxy <address>', 'address or range of your own reverse proxy; may be repeated', collect, [])
    .action((flags: ServeFlags) => run((line) => serveUntilStopped(line, flags)))
}

async function serveUntilStopped(line: CommandLine, flags: ServeFlags): Promise<ExitCode> {
  const tenant = line.tenant()
  const stopped = line.terminal.stopped()
  const opened = await openTally(line.places, line.terminal.environment)
  try {
    const server = await serve(opened.tally, {
      port: flags.port,
      host: flags.host,
      basePath: flags.basePath,
      allowedOrigins: flags.allowOrigin,
      trustedProxies: flags.trustProxy,
      defaultTenant: tenant,
      onError: (error, requestId) => line.terminal.error(`${requestId}: ${describe(error)}\n`),
    })
    const stopSweeps = startSweeps(opened.tally, {
      tenants: [tenant],
      onError: (error) => line.terminal.error(`sweep: ${describe(error)}\n`),
    })
    const stopStatements = startStatements(opened.tally, {
      tenants: [tenant],
      onError: (error) => line.terminal.error(`statements: ${describe(error)}\n`),
    })
    const stopSearch = startGroupSearch(opened.tally, {
      tenants: [tenant],
      onError: (error) => line.terminal.error(`group search: ${describe(error)}\n`),
    })
    line.output.done({ url: server.url, port: server.port, pid: process.pid }, [
      `Ready: ${server.url}/v1/health`,
      'Stop with Ctrl-C.',
    ])
    await stopped
    line.output.note('Stopping: answering what is under way.')
    await server.close()
    await stopSweeps()
    await stopStatements()
    await stopSearch()
    return exitCode.done
  } finally {
    await opened.close()
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}
