import type { Running } from '../elements/running.ts'
import type { GetSession } from '../state/ask-page.ts'
import type { Emit } from '../state/widget-events.ts'

export interface FrameSetup {
  /** For people who do not see it. */
  readonly title: string
  readonly locale: string
  readonly getSession: GetSession
  readonly emit: Emit
  /** There is no frame: it may not be framed here, does not know this page, or does not answer. */
  readonly onFailed: () => void
}

/** Puts a frame into the element's shadow root; undefined where the page names none of another origin. */
export type HostFrame = (element: HTMLElement, setup: FrameSetup) => Running | undefined

let source: () => Promise<HostFrame> = () => Promise.reject(new Error('No frame part.'))

/** How this build fetches the part for pages with `isolation="frame"`: a bundler's chunk, or a script beside this one. */
export function useFrameSource(load: () => Promise<HostFrame>): void {
  source = load
}

export const loadFrame = (): Promise<HostFrame> => source()
