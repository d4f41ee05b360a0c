// Types of the elements in Vue templates, for vue-tsc and editors.
import type { HTMLAttributes, PublicProps } from 'vue'
import type { TallyEventMap } from '../state/widget-events.ts'
import type { AttributesOf, Elements, PropertiesOf } from './element-props.ts'

/** Vue's compiler looks for `voucher-id` by this name. */
type Camel<Name> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name & string

/** And for `@tally-claimed` by `onTallyClaimed`. */
type Listeners = {
  [Name in keyof TallyEventMap as `on${Capitalize<Camel<Name>>}`]?:
    | ((event: CustomEvent<TallyEventMap[Name]>) => void)
    | undefined
}

type VueAttributes<Tag extends keyof Elements, All = AttributesOf<Tag, true | ''>> = {
  [Name in keyof All as Camel<Name>]: All[Name]
}

type VueElements = {
  // Vue writes `false` as text, which is an attribute that is there.
  [Tag in keyof Elements]: new () => Elements[Tag] & {
    /** For templates only. */
    $props: HTMLAttributes & PublicProps & VueAttributes<Tag> & PropertiesOf<Tag> & Listeners
  }
}

declare module 'vue' {
  interface GlobalComponents extends VueElements {}
}
