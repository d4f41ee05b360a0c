import type { MockOptions } from '@tallystick/web-widget/testing'
import type { OthersAct } from './people.ts'

/** One screen of the overview: an element, the service behind it, and what is pressed until the screen is there. */
export interface Cell {
  readonly zh: string
  readonly en: string
  readonly element?: 'scanner'
  readonly service?: Pick<MockOptions, 'scenario' | 'mockError' | 'delayMs'>
  readonly attributes?: Readonly<Record<string, string>>
  /** Default: the one that suits the element; `none` gives the element no way to a session. */
  readonly session?: string
  readonly steps?: readonly Step[]
  /** Only with a phone that can be bound. */
  readonly bindsPhone?: true
}

/**
 * The first primary button, a button by its selector or its words, a code typed and an amount entered in a field or on keys, fields filled from the
 * first card of the drawer, what others do meanwhile, or what has to be there before it goes on.
 */
export type Step =
  | 'primary'
  | { readonly press: string }
  | { readonly named: RegExp }
  | { readonly type: 'voucherCode' | 'cardCode' | 'challenge' | 'shopCode' }
  | { readonly amount: string }
  | { readonly fill: readonly Filled[] }
  | { readonly keys: string }
  | { readonly others: OthersAct }
  | { readonly see: string }

/** A field, and what of the card goes into it; `card` is its number. */
export type Filled = 'card' | 'serial' | 'secret' | 'mark' | 'donation'
