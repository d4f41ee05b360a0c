import type { ComponentChildren } from 'preact'
import { CheckIcon, CrossIcon } from './icons.tsx'

interface ResultScreenProps {
  readonly isGood: boolean
  readonly title: string
  readonly children?: ComponentChildren
  readonly actions: ComponentChildren
  readonly fine?: string | undefined
}

/** The whole screen says yes or no: colour, sign and words, to be read from where the customer stands. */
export function ResultScreen({ isGood, title, children, actions, fine }: ResultScreenProps) {
  return (
    <div class={isGood ? 'result result-good' : 'result result-stop'} role="alert">
      <div class="result-body">
        <span class="result-sign">{isGood ? <CheckIcon large /> : <CrossIcon large />}</span>
        <h1 class="result-title">{title}</h1>
        {children}
      </div>
      <div class="actions result-actions">
        {actions}
        {fine && <p class="fine">{fine}</p>}
      </div>
    </div>
  )
}
