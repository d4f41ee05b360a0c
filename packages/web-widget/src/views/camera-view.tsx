import { ProblemNote } from './problem-note.tsx'
import type { ScannerProps } from './scanner-props.ts'

interface CameraViewProps extends ScannerProps {
  readonly video: HTMLVideoElement | undefined
  readonly isOther: boolean | undefined
}

/** The camera fills the screen; what it is for and what happens to the picture stands beside it. */
export function CameraView({ scanner, words, video, isOther }: CameraViewProps) {
  /** Only once: a video that is moved stops playing. */
  const hang = (frame: HTMLElement | null) => {
    if (frame && video && video.parentNode !== frame) frame.appendChild(video)
  }
  return (
    <div class="camera">
      <h1 class="title" tabIndex={-1} data-focus="">
        {words.t('cameraAim')}
      </h1>
      <div class="sight" part="camera" aria-busy={video === undefined} ref={hang} />
      <div class="actions">
        <ProblemNote words={words} id="camera-problem" problem={isOther ? { key: 'codeOther' } : undefined} />
        <p class="fine">{words.t('cameraWhy')}</p>
        <button type="button" class="button on-result big" part="button-secondary" onClick={() => scanner.lookAway()}>
          {words.t('cameraStop')}
        </button>
      </div>
    </div>
  )
}
