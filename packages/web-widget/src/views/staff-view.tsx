import type { StaffTask } from '../state/scanner-state.ts'
import { CheckIcon, CrossIcon } from './icons.tsx'
import type { ScannerProps } from './scanner-props.ts'
import { TopBar } from './top-bar.tsx'

const tasks = [
  { task: 'activate', title: 'activateOne', hint: 'activateOneHint' },
  { task: 'range', title: 'activateRange', hint: 'activateRangeHint' },
  { task: 'reverse', title: 'reverse', hint: 'reverseHint' },
] as const satisfies readonly { task: StaffTask; title: string; hint: string }[]

const notes = { activate: 'activated', range: 'activated', reverse: 'reversed' } as const

/** What a nurse does with cards: three doors, and what was done so far. A scan opens the first by itself. */
export function StaffView({ state, scanner, words }: ScannerProps) {
  return (
    <div class="narrow">
      <TopBar title={words.t('staffTitle')} />
      <div class="tiles">
        {tasks.map(({ task, title, hint }) => (
          <button key={task} type="button" class="tile door" onClick={() => scanner.open(task)}>
            <strong>{words.t(title)}</strong>
            <span class="small">{words.t(hint)}</span>
          </button>
        ))}
      </div>
      {state.done.length > 0 && (
        <section class="section">
          <h2 class="label">{words.t('todayResults')}</h2>
          <ul class="tile list" part="list">
            {state.done.map(({ ok, text, note }, index) => (
              <li key={state.done.length - index} class={ok ? 'entry done-good' : 'entry done-stop'}>
                <span class="done-sign">{ok ? <CheckIcon /> : <CrossIcon />}</span>
                <span class="entry-what tabular">{text}</span>
                <span class="small">{note in notes ? words.t(notes[note as StaffTask]) : note}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
