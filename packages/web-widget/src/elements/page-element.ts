/** A server has no HTMLElement; the classes must be importable there all the same. */
export const PageElement: typeof HTMLElement =
  typeof HTMLElement === 'undefined' ? (class {} as typeof HTMLElement) : HTMLElement

/** A property that was set before the element was defined hides its accessor; it is set again through it. */
export function upgradeProperty(element: HTMLElement, name: string): void {
  // Not Object.hasOwn: Chromium 79 lacks it.
  // biome-ignore lint/suspicious/noPrototypeBuiltins: as above
  if (!element.hasOwnProperty(name)) return
  const own = element as unknown as Record<string, unknown>
  const value = own[name]
  delete own[name]
  own[name] = value
}

/** What of the page an element listens to while it is in it. */
export function pageEvents(): readonly (readonly [EventTarget, string])[] {
  return [
    [document, 'visibilitychange'],
    [document, 'keydown'],
    [window, 'online'],
    [window, 'offline'],
  ]
}
