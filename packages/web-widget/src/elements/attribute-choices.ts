/** By attribute: what it may say. The first is what a missing or wrong value means. */
export type Choices = Readonly<Record<string, readonly string[]>>

export const commonChoices = {
  mode: ['standard', 'elder'],
  theme: ['auto', 'light', 'dark', 'contrast'],
  isolation: ['shadow', 'frame'],
} as const satisfies Choices

/** What both elements listen to. */
export const commonAttributes = [
  'api-base',
  'locale',
  'theme',
  'mode',
  'view',
  'isolation',
  'frame-url',
  'test',
  'mock-error',
  'debug',
] as const

/** Being there is what they say; they have no value. */
export type FlagAttribute = 'test' | 'debug'

/** Read when a style sheet is adopted, listened to by nobody. */
export type UnobservedAttribute = 'csp-nonce'

/** By attribute: the form of its value. */
const forms: Readonly<Record<string, RegExp>> = {
  locale: /^[a-z]{2,3}(-[a-z\d]+)*$/i,
  currency: /^[A-Z]{3}$/,
  'frame-url': /^https?:\/\/\S{1,300}$/,
  'voucher-id': /^[\w-]{1,64}$/,
  'mock-error': /^[a-z\d_]{1,64}$/,
}

/** An attribute's value out of its choices. */
export function choiceOf(element: Element, name: string, [first = '', ...others]: readonly string[]): string {
  const value = element.getAttribute(name) ?? ''
  return others.includes(value) ? value : first
}

/** An attribute's value if it has its form. */
export function wellFormed(element: Element, name: string): string | undefined {
  const value = element.getAttribute(name) ?? ''
  return forms[name]?.test(value) ? value : undefined
}

/** The names of attributes that say something they cannot mean; never their values. */
export function wrongAttributes(element: Element, choices: Choices): readonly string[] {
  const isWrong = (name: string, isRight: (value: string) => boolean) => {
    const value = element.getAttribute(name)
    return value !== null && !isRight(value)
  }
  return [
    ...Object.keys(choices).filter((name) => isWrong(name, (value) => choices[name]?.includes(value) === true)),
    ...Object.keys(forms).filter((name) => isWrong(name, (value) => forms[name]?.test(value) === true)),
  ]
}
