import { shownCard } from '../state/handle-cards.ts'
import type { ScanProblem, StaffTask, TaskProblem } from '../state/scanner-state.ts'
import { ProblemNote } from './problem-note.tsx'
import type { ScannerProps } from './scanner-props.ts'
import { SightButtons } from './sight-buttons.tsx'
import { TaskField } from './task-field.tsx'
import { TopBar } from './top-bar.tsx'

interface TaskViewProps extends ScannerProps {
  readonly task: StaffTask
  readonly problem?: TaskProblem | ScanProblem | undefined
}

const titles = { activate: 'activateOne', range: 'activateRange', reverse: 'reverse' } as const
const reasons = ['reasonAborted', 'reasonWrongCard', 'reasonDuplicate'] as const

/** One form a task, filled by the gun or by hand. */
export function TaskView(props: TaskViewProps) {
  const { state, scanner, words, task, problem } = props
  return (
    <form
      class="narrow tall"
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        scanner.run(task)
      }}
    >
      <TopBar title={words.t(titles[task])} back={{ label: words.t('back'), onPress: () => scanner.next() }} />
      {task === 'range' ? <RangeFields {...props} /> : <CardField {...props} />}
      {task === 'activate' && <DonationField {...props} />}
      {task === 'reverse' && <ReasonFields {...props} />}
      <ProblemNote words={words} id="task-problem" problem={problem} />
      <div class="actions bottom">
        <button
          type="submit"
          class={task === 'reverse' ? 'button danger big' : 'button primary big'}
          part="button-primary"
          aria-busy={state.isBusy}
          disabled={state.isBusy}
        >
          {words.t(state.isBusy ? 'working' : task === 'reverse' ? 'reverseDo' : 'activate')}
        </button>
        <SightButtons scanner={scanner} words={words} />
      </div>
    </form>
  )
}

function CardField({ state, scanner, words, problem }: TaskViewProps) {
  return (
    <TaskField
      name="card"
      label={words.t('cardField')}
      hint={words.t('cardFieldHint')}
      value={state.fields.card.length > 20 ? shownCard(state.fields.card) : state.fields.card}
      isWrong={problem?.key === 'cardWrong'}
      isFirst
      onChange={(value) => scanner.fill('card', value)}
    />
  )
}

function DonationField({ state, scanner, words }: TaskViewProps) {
  return (
    <TaskField
      name="donation"
      label={words.t('donation')}
      mark={words.t('optional')}
      hint={words.t('donationHint')}
      value={state.fields.donation}
      onChange={(value) => scanner.fill('donation', value)}
    />
  )
}

function RangeFields({ state, scanner, words, problem }: TaskViewProps) {
  const isWrong = problem?.key === 'rangeWrong'
  return (
    <>
      <TaskField
        name="from"
        label={words.t('from')}
        value={state.fields.from}
        isWrong={isWrong}
        isNumeric
        isFirst
        onChange={(value) => scanner.fill('from', value)}
      />
      <TaskField
        name="to"
        label={words.t('to')}
        value={state.fields.to}
        isWrong={isWrong}
        isNumeric
        onChange={(value) => scanner.fill('to', value)}
      />
      <TaskField
        name="pairs"
        label={words.t('donationPairs')}
        mark={words.t('optional')}
        hint={words.t('donationPairsHint')}
        value={state.fields.pairs}
        isWrong={problem?.key === 'pairsWrong'}
        lines={4}
        onChange={(value) => scanner.fill('pairs', value)}
      />
    </>
  )
}

function ReasonFields({ state, scanner, words, problem }: TaskViewProps) {
  const { reason, reasonText } = state.fields
  const choices = [
    ...reasons.map((key) => ({ value: words.t(key), label: words.t(key) })),
    { value: 'other', label: words.t('reasonOther') },
  ]
  return (
    <fieldset class="choices">
      <legend class="field-name">{words.t('reason')}</legend>
      {choices.map(({ value, label }) => (
        <label key={value} class="choice">
          <input
            class="radio"
            type="radio"
            name="reason"
            value={value}
            checked={reason === value}
            aria-invalid={problem?.key === 'reasonMissing'}
            onChange={() => scanner.fill('reason', value)}
          />
          {label}
        </label>
      ))}
      {reason === 'other' && (
        <TaskField
          name="reasonText"
          label={words.t('reasonText')}
          value={reasonText}
          isWrong={problem?.key === 'reasonMissing'}
          onChange={(value) => scanner.fill('reasonText', value)}
        />
      )}
    </fieldset>
  )
}
