import { TallyError } from '@tallystick/core/errors'

export interface Finding {
  readonly name: string
  readonly state: 'well' | 'note' | 'wrong'
  readonly found: string
  readonly remedy?: string | undefined
  readonly code?: string | undefined
}

/** Runs one look; what it throws is what is wrong. */
export async function look(name: string, work: () => string | Finding | Promise<string | Finding>): Promise<Finding> {
  try {
    const found = await work()
    return typeof found === 'string' ? { name, state: 'well', found } : found
  } catch (error) {
    if (!(error instanceof TallyError)) throw error
    // The first sentence says what is wrong, the rest what to do.
    const [, found = error.message, remedy] = /^(.+?[.:]) (.+)$/s.exec(error.message) ?? []
    return { name, state: 'wrong', found, remedy, code: error.code }
  }
}
