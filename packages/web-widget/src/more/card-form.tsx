import type { MoreProps } from './more-props.ts'
import { ScanButton } from './scan-button.tsx'
import { TypedForm, type TypedFormProps } from './typed-form.tsx'

interface CardFormProps extends TypedFormProps {
  /** What a scan is taken for. */
  readonly about?: 'card' | 'challenge'
  readonly scan?: string
  readonly body: string
}

/** A form that a scan fills, or a hand: about a card, or a till's code. */
export function CardForm(props: CardFormProps) {
  const { words, actions, about = 'card', body, scan, children } = props
  return (
    <TypedForm {...props}>
      <p>{body}</p>
      <ScanButton label={scan ?? words.t('bindScan')} about={about} {...actions} />
      {children}
    </TypedForm>
  )
}

/** The number that every card has, typed or scanned. */
export function SerialField({ state, words, isWrong }: MoreProps & { readonly isWrong: boolean }) {
  return (
    <CardField
      name="serial"
      label={words.t('bindSerial')}
      hint={words.t('bindSerialHint')}
      value={state.scanned?.serial}
      isWrong={isWrong}
    />
  )
}

interface CardFieldProps {
  readonly name: 'serial' | 'secret' | 'mark'
  readonly label: string
  readonly hint?: string
  readonly value?: string | undefined
  readonly isWrong: boolean
}

const filled = new WeakMap<HTMLInputElement, string>()

/** Writes what was scanned into a field, once: what a hand types after it stays. As its value only, for an attribute could be read by the page. */
function fill(input: HTMLInputElement | null, value: string | undefined): void {
  if (!input || value === undefined || filled.get(input) === value) return
  filled.set(input, value)
  input.value = value
}

export function CardField({ name, label, hint, value, isWrong }: CardFieldProps) {
  const isSerial = name === 'serial'
  return (
    <label class="field">
      <span class="field-name">
        {label} {hint && <span class="small">{hint}</span>}
      </span>
      <input
        class="input tabular"
        name={name}
        ref={(input) => fill(input, value)}
        inputMode={isSerial ? 'numeric' : undefined}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={name === 'mark' ? 400 : 40}
        aria-invalid={isWrong}
        aria-describedby="form-problem"
      />
    </label>
  )
}
