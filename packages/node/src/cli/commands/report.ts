import type { AddCommand } from '../command-line.ts'

export const addReportCommand: AddCommand = () => undefined
