/** What the command answers to the shell. */
export const exitCode = {
  done: 0,
  /** Refused or failed; standard error says with which code. */
  failed: 1,
  /** The command was spelled wrongly. */
  usage: 2,
  /** `tally doctor` has found something to repair. */
  unhealthy: 3,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
