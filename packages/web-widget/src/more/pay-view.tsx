import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { CardForm } from './card-form.tsx'
import type { MoreProps } from './more-props.ts'

/** What a till shows is scanned; where that fails, the till's code can be pasted. */
export function PayView(props: MoreProps) {
  const { state, words, actions } = props
  const isBusy = state.busy === 'pay'
  return (
    <CardForm
      {...props}
      about="challenge"
      title={words.t('payTitle')}
      body={words.t('payBody')}
      scan={words.t('payScan')}
      onSend={(read) => actions.read(read('challenge'))}
      action={
        <>
          <Button isSubmit isBusy={isBusy}>
            {words.t(isBusy ? 'working' : 'payNext')}
          </Button>
          <CallHelp words={words} contact={state.contact} />
        </>
      }
    >
      <label class="field">
        <span class="field-name">{words.t('payTyped')}</span>
        <textarea
          class="input"
          name="challenge"
          rows={3}
          autocomplete="off"
          spellcheck={false}
          maxLength={2048}
          aria-invalid={state.formProblem === 'payWrong'}
          aria-describedby="form-problem"
        />
      </label>
    </CardForm>
  )
}
