#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { runCommandLine } from './run-command-line.ts'
import { processTerminal } from './terminal.ts'

// Hardly anything outlives a call, and V8 would let much of what does not gather before it looks (docs/scale.md).
setFlagsFromString('--heap-growing-percent=50')
setFlagsFromString('--semi-space-growth-factor=1')

process.exitCode = await runCommandLine(processTerminal())
