const watched = new Set<string>()

/**
 * Keeps the attribute `test`, and with it the ribbon, on every element of the page: nobody shall take made-up vouchers
 * for real ones. Does nothing where there is no page.
 */
export function showRibbon(prefix: string): void {
  if (typeof document === 'undefined' || watched.has(prefix)) return
  watched.add(prefix)
  const mark = () => {
    for (const element of document.querySelectorAll(`${prefix}-wallet, ${prefix}-scanner`)) {
      if (!element.hasAttribute('test')) element.setAttribute('test', '')
    }
  }
  const observed = { childList: true, subtree: true, attributes: true, attributeFilter: ['test'] }
  new MutationObserver(mark).observe(document, observed)
  mark()
}
