/** A server has no HTMLElement; the classes must be importable there all the same. */
export const PageElement: typeof HTMLElement =
  typeof HTMLElement === 'undefined' ? (class {} as typeof HTMLElement) : HTMLElement
