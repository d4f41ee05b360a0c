import type { ComponentChildren } from 'preact'
import { CheckIcon } from './icons.tsx'

interface GoodNewsProps {
  readonly title: string
  readonly sentence: string
  readonly children?: ComponentChildren
  readonly actions: ComponentChildren
}

/** Something worked: said once, plainly, with what comes next. */
export function GoodNewsView({ title, sentence, children, actions }: GoodNewsProps) {
  return (
    <div class="narrow tall">
      <div class="outcome">
        <span class="badge badge-good">
          <CheckIcon large />
        </span>
        <h1 class="title" tabIndex={-1} data-focus="">
          {title}
        </h1>
        <p>{sentence}</p>
      </div>
      {children}
      <div class="actions bottom">{actions}</div>
    </div>
  )
}
