import type { ScanProblem, TaskProblem } from '../state/scanner-state.ts'
import { AlertIcon } from './icons.tsx'
import type { ScannerWords } from './scanner-props.ts'

interface ProblemNoteProps {
  readonly words: ScannerWords
  /** What a field is described by. */
  readonly id: string
  readonly problem: ScanProblem | TaskProblem | undefined
}

/** Why the form did not go on, and what helps; in the page from the start, so that a screen reader hears it come. */
export function ProblemNote({ words, id, problem }: ProblemNoteProps) {
  return (
    <p id={id} class={problem ? 'note note-warn' : 'visually-hidden'} role="alert">
      {problem && <AlertIcon />}
      {problem && (
        <span>
          {words.t(problem.key, { line: 'line' in problem ? problem.line : '' })}
          {'code' in problem && <span class="small"> {problem.code}</span>}
        </span>
      )}
    </p>
  )
}
