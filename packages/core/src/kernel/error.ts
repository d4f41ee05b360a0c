/** Thrown on misuse and on broken invariants; expected refusals are values (see `Refusal`). Branch on `code`, never on the message. */
export class TallyError extends Error {
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    options: { cause?: unknown; detail?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'TallyError'
    this.code = code
    this.detail = options.detail ?? {}
  }
}
