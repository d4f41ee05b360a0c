import { Button } from './button.tsx'
import { AlertIcon, ScanIcon } from './icons.tsx'
import type { ScannerProps } from './scanner-props.ts'
import { TopBar } from './top-bar.tsx'

interface ScanViewProps extends ScannerProps {
  readonly isWrong?: boolean | undefined
}

/** Waiting for the gun. What has the focus is a button and no field, so a Chinese input method has nothing to garble. */
export function ScanView({ scanner, words, isWrong }: ScanViewProps) {
  return (
    <div class="narrow tall">
      <TopBar title={words.t('scanTitle')} />
      <button type="button" class="scan-zone" data-focus="">
        <ScanIcon large />
        <strong>{words.t('scanReady')}</strong>
        <span class="small">{words.t('scanHint')}</span>
      </button>
      <form
        class="typed-code"
        noValidate
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault()
          const field = event.currentTarget.elements.namedItem('code')
          if (field instanceof HTMLInputElement) scanner.scan(field.value)
        }}
      >
        <label class="field">
          <span class="field-name">{words.t('scanTyped')}</span>
          <input
            class="input code-input"
            name="code"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={80}
            aria-label={words.t('codeLabel')}
            aria-invalid={isWrong === true}
            aria-describedby="code-problem"
          />
        </label>
        <p id="code-problem" class={isWrong ? 'note note-warn' : 'visually-hidden'} role="alert">
          {isWrong && <AlertIcon />}
          {isWrong && <span>{words.t('codeWrong')}</span>}
        </p>
        <button type="submit" class="button secondary" part="button-secondary">
          {words.t('next')}
        </button>
      </form>
      <div class="actions bottom">
        <Button kind="secondary" onPress={() => scanner.ask()}>
          {words.t('askStart')}
        </Button>
      </div>
    </div>
  )
}
