import { Button } from './button.tsx'
import { AlertIcon } from './icons.tsx'
import { TopBar } from './top-bar.tsx'
import type { WalletProps } from './wallet-props.ts'

/** A card's number and secret, as printed on it. Neither is kept after the call. */
export function BindView({ state, wallet, words }: WalletProps) {
  const { bindProblem, busy } = state
  const isBusy = busy === 'bind'
  return (
    <form
      class="narrow tall"
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        const fields = new FormData(event.currentTarget)
        wallet.bind(String(fields.get('serial') ?? ''), String(fields.get('secret') ?? ''))
      }}
    >
      <TopBar title={words.t('bindCard')} back={{ label: words.t('back'), onPress: () => wallet.go('home') }} />
      <p>{words.t('bindBody')}</p>
      <label class="field">
        <span class="field-name">
          {words.t('bindSerial')} <span class="small">{words.t('bindSerialHint')}</span>
        </span>
        <input
          class="input tabular"
          name="serial"
          inputMode="numeric"
          autocomplete="off"
          maxLength={20}
          aria-invalid={bindProblem === 'serial'}
          aria-describedby="bind-problem"
        />
      </label>
      <label class="field">
        <span class="field-name">{words.t('bindSecret')}</span>
        <input
          class="input tabular"
          name="secret"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={40}
          aria-invalid={bindProblem === 'secret'}
          aria-describedby="bind-problem"
        />
      </label>
      <p id="bind-problem" class={bindProblem ? 'note note-warn' : 'visually-hidden'} role="alert">
        {bindProblem && <AlertIcon />}
        {bindProblem && <span>{words.t(bindProblem === 'serial' ? 'bindSerialWrong' : 'bindSecretMissing')}</span>}
      </p>
      <div class="actions bottom">
        <Button isSubmit isBusy={isBusy}>
          {words.t(isBusy ? 'working' : 'bindDo')}
        </Button>
      </div>
    </form>
  )
}
