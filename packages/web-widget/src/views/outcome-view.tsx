import type { ComponentChildren } from 'preact'

interface OutcomeViewProps {
  /** In its circle; `isGood` makes that green. */
  readonly icon: ComponentChildren
  readonly isGood?: boolean
  readonly title: string
  readonly sentence?: string
  /** Under the sentence, in the middle. */
  readonly sum?: ComponentChildren
  readonly children?: ComponentChildren
  readonly actions: ComponentChildren
}

/** How something ended: said once, plainly, with what comes next. */
export function OutcomeView({ icon, isGood, title, sentence, sum, children, actions }: OutcomeViewProps) {
  return (
    <div class="narrow tall">
      <div class="outcome" role={isGood ? undefined : 'alert'}>
        <span class={isGood ? 'badge badge-good' : 'badge'}>{icon}</span>
        <h1 class="title" tabIndex={-1} data-focus="">
          {title}
        </h1>
        {sentence && <p>{sentence}</p>}
        {sum}
      </div>
      {children}
      <div class="actions bottom">{actions}</div>
    </div>
  )
}
