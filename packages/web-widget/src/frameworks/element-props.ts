// What a page may write on each element, read off the classes: nothing here is a list of its own.
import type { commonChoices, FlagAttribute, UnobservedAttribute } from '../elements/attribute-choices.ts'
import type { TallyScanner } from '../elements/tally-scanner.tsx'
import type { TallyWallet } from '../elements/tally-wallet.tsx'
import type { TallyEventMap } from '../state/widget-events.ts'

export interface Elements {
  'tally-wallet': TallyWallet
  'tally-scanner': TallyScanner
}

interface Names {
  'tally-wallet': (typeof TallyWallet)['observedAttributes'][number]
  'tally-scanner': (typeof TallyScanner)['observedAttributes'][number]
}

/** Values out of which an element takes one. */
interface Choices {
  'tally-wallet': typeof commonChoices & TallyWallet['choices']
  'tally-scanner': typeof commonChoices & TallyScanner['choices']
}

type ValueOf<Tag extends keyof Elements, Name, Flag> = Name extends FlagAttribute
  ? Flag
  : Name extends keyof Choices[Tag]
    ? Choices[Tag][Name] extends readonly (infer Value)[]
      ? Value
      : never
    : string

/** @typeParam Flag what the framework writes an attribute without a value from. */
export type AttributesOf<Tag extends keyof Elements, Flag> = {
  [Name in Names[Tag] | UnobservedAttribute]?: ValueOf<Tag, Name, Flag> | undefined
}

type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Names that the class adds to HTMLElement, which can be set and are no methods. */
type SettableName<E> = {
  [Name in Exclude<keyof E, keyof HTMLElement>]: E[Name] extends (...values: never[]) => unknown
    ? never
    : IsSame<Pick<E, Name>, { -readonly [Same in Name]: E[Same] }> extends true
      ? Name
      : never
}[Exclude<keyof E, keyof HTMLElement>]

export type PropertiesOf<Tag extends keyof Elements> = {
  [Name in SettableName<Elements[Tag]>]?: Elements[Tag][Name] | undefined
}

/** By `ontally-claimed` and its like: what React 19 and Preact hand to addEventListener. */
export type Listeners = {
  [Name in keyof TallyEventMap as `on${Name}`]?: ((event: CustomEvent<TallyEventMap[Name]>) => void) | undefined
}
