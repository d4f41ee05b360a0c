#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { v8RunningFlags } from '../server/v8-flags.ts'
import { runCommandLine } from './run-command-line.ts'
import { processTerminal } from './terminal.ts'

for (const flag of v8RunningFlags) setFlagsFromString(flag)

process.exitCode = await runCommandLine(processTerminal())
