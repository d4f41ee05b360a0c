/** Registers an element once; a page may load the script twice, or two versions: the first one stays. */
export function defineElement(name: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined' || customElements.get(name)) return
  customElements.define(name, element)
}
