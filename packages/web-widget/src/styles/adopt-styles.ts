const sheets = new Map<string, CSSStyleSheet>()

/**
 * Gives a shadow root its styles. Constructed sheets need no exception in a strict Content-Security-Policy and are
 * shared by all instances. Browsers without them (Safari before 16.4) get a style element with the page's nonce.
 */
export function adoptStyles(root: ShadowRoot, css: string, nonce: string | null): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    let sheet = sheets.get(css)
    if (!sheet) {
      sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
      sheets.set(css, sheet)
    }
    root.adoptedStyleSheets = [sheet]
    return
  }
  const style = document.createElement('style')
  if (nonce) style.nonce = nonce
  style.textContent = css
  root.appendChild(style)
}
