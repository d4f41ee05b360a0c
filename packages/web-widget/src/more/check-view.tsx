import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { AlertIcon, CheckIcon } from '../views/icons.tsx'
import { OutcomeView } from '../views/outcome-view.tsx'
import { CardField, CardForm, SerialField } from './card-form.tsx'
import type { MoreProps, MoreViewProps } from './more-props.ts'

/** Is this card genuine? By its printed number and its QR code. */
export function CheckView(props: MoreProps) {
  const { state, words, actions } = props
  const { formProblem, busy, scanned } = state
  const isWrong = formProblem === 'checkMissing'
  return (
    <CardForm
      {...props}
      title={words.t('checkCard')}
      body={words.t('checkBody')}
      onSend={(read) => actions.check(read('serial'), read('mark'))}
      action={
        <Button isSubmit isBusy={busy === 'check'}>
          {words.t(busy === 'check' ? 'working' : 'checkDo')}
        </Button>
      }
    >
      <SerialField {...props} isWrong={isWrong} />
      <CardField name="mark" label={words.t('checkMark')} value={scanned?.mark} isWrong={isWrong} />
    </CardForm>
  )
}

const verdicts = {
  genuine: 'verdictGenuine',
  activated: 'verdictActivated',
  void: 'verdictVoid',
  counterfeit: 'verdictCounterfeit',
} as const

/** The answer, with how often it was asked before: a genuine mark that many people checked has been copied. */
export function VerdictView({ state, wallet, words, view: { verdict: found, serial } }: MoreViewProps<'verdict'>) {
  const { verdict, checks, lastCheckedAt, notice } = found
  const isGood = verdict === 'genuine' || verdict === 'activated'
  const sentence = isGood ? words.local(notice) : words.t('verdictAdvice')
  const last = lastCheckedAt && words.t('verdictLast', { time: words.instant(lastCheckedAt) })
  return (
    <OutcomeView
      isGood={isGood}
      icon={isGood ? <CheckIcon large /> : <AlertIcon large />}
      title={words.t(verdicts[verdict])}
      {...(sentence && { sentence })}
      sum={
        <>
          <p class="serial">{serial.replace(/(\d{4})(?=\d)/g, '$1 ')}</p>
          {checks > 0 && <p class="small">{words.t('verdictCount', { count: checks })}</p>}
          {last && <p class="small">{last}</p>}
        </>
      }
      actions={
        <>
          {sentence && <CallHelp words={words} contact={state.contact} />}
          <Button onPress={() => wallet.go('home')}>{words.t('done')}</Button>
        </>
      }
    />
  )
}
