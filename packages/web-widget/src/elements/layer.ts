/** The element whose inner focus it is, through shadow roots. */
function focused(root: DocumentOrShadowRoot = document): HTMLElement | null {
  const active = root.activeElement as HTMLElement | null
  return active?.shadowRoot?.activeElement ? focused(active.shadowRoot) : active
}

export interface Layer {
  readonly isOpen: boolean
  open(): void
  close(): void
}

/**
 * The element above its page, as a dialog: it takes the focus, keeps it, and gives it back. Not `<dialog>`, which
 * Safari before 15.4 lacks.
 *
 * @param mount what has the role; `element` gets the attribute `open`.
 */
export function createLayer(element: HTMLElement, mount: () => HTMLElement | undefined, label: () => string): Layer {
  let opener: HTMLElement | null = null
  let isOpen = false
  const lead = () => {
    const heading = mount()?.querySelector<HTMLElement>('[data-focus]')
    heading?.focus()
  }
  const keep = (event: Event) => {
    if (!event.composedPath().includes(element)) lead()
  }
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape') layer.close()
  }
  const layer: Layer = {
    get isOpen() {
      return isOpen
    },
    open() {
      const root = mount()
      if (isOpen || !root) return
      isOpen = true
      opener = focused()
      element.setAttribute('open', '')
      root.setAttribute('role', 'dialog')
      root.setAttribute('aria-modal', 'true')
      root.setAttribute('aria-label', label())
      document.addEventListener('focusin', keep)
      document.addEventListener('keydown', leave)
      lead()
    },
    close() {
      if (!isOpen) return
      isOpen = false
      element.removeAttribute('open')
      for (const name of ['role', 'aria-modal', 'aria-label']) mount()?.removeAttribute(name)
      document.removeEventListener('focusin', keep)
      document.removeEventListener('keydown', leave)
      opener?.focus()
      opener = null
    },
  }
  return layer
}
