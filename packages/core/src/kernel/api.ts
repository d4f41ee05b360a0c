import type { CallOptions } from './host.ts'
import type { AnyOperation, InputOf, OutputOf, RefusalCodesOf } from './operation.ts'
import type { Outcome } from './outcome.ts'

/** Operations by their name `noun.verb`, as `domain/operations` exports them. */
export type OperationTable = Readonly<Record<string, AnyOperation>>

type NounOf<Name> = Name extends `${infer Noun}.${string}` ? Noun : never
type VerbOf<Noun extends string, Name> = Name extends `${Noun}.${infer Verb}` ? Verb : never

/** The input may be left out when nothing in it is required. */
type Arguments<Input> =
  Record<never, never> extends Input ? [input?: Input, options?: CallOptions] : [input: Input, options?: CallOptions]

/** One operation as a method; the refusal's `code` is the operation's closed list with the common ones. */
export type ApiCall<O extends AnyOperation> = (
  ...args: Arguments<InputOf<O>>
) => Promise<Outcome<OutputOf<O>, RefusalCodesOf<O>>>

/**
 * A table of operations as methods: `{ 'voucher.claim': … }` becomes `api.voucher.claim(input, options)`. The local
 * facade (`tally.as(actor)`) and the client have this type, so what is written for one runs on the other.
 */
export type ApiOf<Operations extends OperationTable> = {
  readonly [Noun in NounOf<keyof Operations>]: {
    readonly [Name in keyof Operations as VerbOf<Noun, Name>]: ApiCall<Operations[Name]>
  }
}
