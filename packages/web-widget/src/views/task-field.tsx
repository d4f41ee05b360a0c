import type { TaskField as FieldName } from '../state/scanner-state.ts'

interface TaskFieldProps {
  readonly name: FieldName
  readonly label: string
  readonly hint?: string
  readonly mark?: string
  readonly value: string
  readonly isWrong?: boolean
  readonly isNumeric?: boolean
  readonly isFirst?: boolean
  readonly lines?: number
  readonly onChange: (value: string) => void
}

/** A field of a form that a gun may fill as well as a hand. */
export function TaskField(props: TaskFieldProps) {
  const { name, label, hint, mark, value, isWrong = false, isNumeric, isFirst, lines, onChange } = props
  const id = `task-${name}`
  const common = {
    id,
    class: 'input tabular',
    name,
    value,
    autocomplete: 'off' as const,
    spellcheck: false,
    'aria-invalid': isWrong,
    'aria-describedby': `${id}-hint task-problem`,
    onInput: (event: Event) => onChange((event.currentTarget as HTMLInputElement | HTMLTextAreaElement).value),
  }
  return (
    <div class="field">
      <label class="field-name" for={id}>
        {label} {mark && <span class="small">{mark}</span>}
      </label>
      {lines === undefined ? (
        <input
          {...common}
          maxLength={400}
          {...(isNumeric && { inputMode: 'numeric' })}
          {...(isFirst && { 'data-focus': '' })}
        />
      ) : (
        <textarea {...common} rows={lines} maxLength={20_000} />
      )}
      <span id={`${id}-hint`} class="small">
        {hint}
      </span>
    </div>
  )
}
