/** What one check found. `unsure`: it could not be seen from here, or works all the same. */
export interface Verdict {
  readonly result: 'good' | 'bad' | 'unsure'
  /** What was found, and what to do next: a sentence of the catalogue, and what fills its place. */
  readonly say: string
  readonly with?: string
}

export interface Check {
  readonly name: string
  run(): Promise<Verdict> | Verdict
}

export const good = (say: string, filling?: string): Verdict => ({
  result: 'good',
  say,
  ...(filling && { with: filling }),
})
export const bad = (say: string, filling?: string): Verdict => ({
  result: 'bad',
  say,
  ...(filling && { with: filling }),
})
export const unsure = (say: string, filling?: string): Verdict => ({
  result: 'unsure',
  say,
  ...(filling && { with: filling }),
})
