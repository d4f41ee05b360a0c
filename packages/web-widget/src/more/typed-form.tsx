import type { ComponentChildren } from 'preact'
import { BackBar } from '../views/back-bar.tsx'
import { AlertIcon } from '../views/icons.tsx'
import type { MoreProps } from './more-props.ts'

export interface TypedFormProps extends MoreProps {
  readonly title: string
  readonly onSend: (read: (name: string) => string) => void
  readonly action: ComponentChildren
  readonly children: ComponentChildren
}

/** A form with a sentence, under its fields, about what is wrong in them. */
export function TypedForm(props: TypedFormProps) {
  const { state, words, title, onSend, action, children } = props
  const { formProblem } = state
  return (
    <form
      class="narrow tall"
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        const fields = new FormData(event.currentTarget)
        onSend((name) => String(fields.get(name) ?? ''))
      }}
    >
      <BackBar {...props} title={title} />
      {children}
      <p id="form-problem" class={formProblem ? 'note note-warn' : 'visually-hidden'} role="alert">
        {formProblem && <AlertIcon />}
        {formProblem && <span>{words.t(formProblem)}</span>}
      </p>
      <div class="actions bottom">{action}</div>
    </form>
  )
}
