import type { ComponentChildren } from 'preact'

interface ButtonProps {
  readonly children: ComponentChildren
  readonly onPress?: (() => void) | undefined
  /** `primary`: the one thing to do on a screen. */
  readonly kind?: 'primary' | 'secondary'
  /** Being done: it cannot be pressed again, and says so. */
  readonly isBusy?: boolean
  readonly isSubmit?: boolean
  /** Its name where the text alone does not say enough; while it is busy its text says what is going on. */
  readonly label?: string
}

export function Button({ children, onPress, kind = 'primary', isBusy = false, isSubmit, label }: ButtonProps) {
  return (
    <button
      type={isSubmit ? 'submit' : 'button'}
      class={`button ${kind}`}
      part={`button-${kind}`}
      aria-label={isBusy ? undefined : label}
      aria-busy={isBusy}
      disabled={isBusy}
      onClick={onPress}
    >
      {children}
    </button>
  )
}
