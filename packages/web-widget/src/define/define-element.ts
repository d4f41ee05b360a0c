const NAME = /^[a-z][a-z\d]*(-[a-z\d]+)+$/

/**
 * Registers an element once; a page may load the script twice, or two versions: the first one stays. Under a second name
 * it is a class of its own, as registries want it.
 */
export function defineElement(name: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined' || !NAME.test(name) || customElements.get(name)) return
  const isTaken = defined.has(element)
  defined.add(element)
  customElements.define(name, isTaken ? class extends element {} : element)
}

const defined = new WeakSet<CustomElementConstructor>()
