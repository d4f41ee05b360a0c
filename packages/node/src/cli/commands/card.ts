import type { AddCommand } from '../command-line.ts'

export const addCardCommands: AddCommand = () => undefined
