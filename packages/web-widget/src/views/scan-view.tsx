import type { ScanProblem } from '../state/scanner-state.ts'
import { Button } from './button.tsx'
import { ScanIcon } from './icons.tsx'
import { ProblemNote } from './problem-note.tsx'
import type { ScannerProps } from './scanner-props.ts'
import { SightButtons } from './sight-buttons.tsx'
import { TopBar } from './top-bar.tsx'

interface ScanViewProps extends ScannerProps {
  readonly problem: ScanProblem | undefined
}

/** Waiting for the gun. What has the focus is a button and no field, so a Chinese input method has nothing to garble. */
export function ScanView({ scanner, words, problem }: ScanViewProps) {
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
            aria-invalid={problem?.key === 'codeWrong'}
            aria-describedby="code-problem"
          />
        </label>
        <ProblemNote words={words} id="code-problem" problem={problem} />
        <button type="submit" class="button secondary" part="button-secondary">
          {words.t('next')}
        </button>
      </form>
      <div class="actions bottom">
        <SightButtons scanner={scanner} words={words} />
        <Button kind="secondary" onPress={() => scanner.ask()}>
          {words.t('askStart')}
        </Button>
        <Button kind="secondary" onPress={() => scanner.showPayments()}>
          {words.t('shopPayments')}
        </Button>
      </div>
    </div>
  )
}
