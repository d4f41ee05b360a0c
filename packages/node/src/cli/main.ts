#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts'
import { processTerminal } from './terminal.ts'

process.exitCode = await runCommandLine(processTerminal())
