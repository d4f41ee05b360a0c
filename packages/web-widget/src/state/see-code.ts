import type { Camera, CameraProblem } from '../scan/open-camera.ts'
import type { ScannerContext } from './scanner-context.ts'
import type { Back, ScannerView, ScanProblem } from './scanner-state.ts'

/** A frame is looked at, then the screen gets time for itself: about six looks a second. */
const PAUSE_MS = 120

const sentences = {
  camera_denied: 'cameraDenied',
  camera_failed: 'cameraFailed',
  part_unavailable: 'decoderMissing',
} as const

/** The ways to a code besides gun and keyboard. */
export interface Sight {
  /** Turns the camera on, from a screen that takes a scan. */
  look(): void
  /** Turns it off, and goes back there. */
  lookAway(): void
  readPicture(file: Blob): void
  /** WeChat's own scanner, inside it. */
  readonly scanByWechat: (() => void) | undefined
}

/**
 * Camera, pictures and WeChat's scanner. What the camera shows is decoded here and now and goes nowhere; it is turned off
 * as soon as there is a code, another screen, another page in front, or nobody.
 *
 * @param take gives a text to the screen that wanted it; false when it is of no use there.
 */
export function createSight(context: ScannerContext, take: (text: string) => boolean): Sight {
  const { store, eyes, emit } = context

  function fail(back: Back, code: keyof typeof sentences): void {
    emit('tally-error', { code, retryable: true })
    store.set({ view: withProblem(back, { key: sentences[code], code }) })
  }

  async function look(): Promise<void> {
    const { view, isBusy } = store.get()
    if (isBusy || !takesScans(view)) return
    const back = withProblem(view, undefined)
    store.set({ view: { name: 'camera', back } })
    const isOn = () => {
      const { view: now } = store.get()
      return context.isAlive() && now.name === 'camera' && now.back === back
    }
    const decoder = eyes.loadDecoder().catch(() => undefined)
    const camera = await eyes.openCamera()
    const problem = typeof camera === 'string' ? camera : await watch(camera, await decoder, back, isOn)
    if (problem && isOn()) fail(back, problem)
  }

  async function watch(
    camera: Camera,
    decode: Awaited<ReturnType<typeof eyes.loadDecoder>> | undefined,
    back: Back,
    isOn: () => boolean,
  ): Promise<CameraProblem | 'part_unavailable' | undefined> {
    try {
      if (!decode) return 'part_unavailable'
      if (isOn()) store.set({ view: { name: 'camera', back, video: camera.video } })
      while (isOn()) {
        if (camera.isOver()) return 'camera_failed'
        // A frame that cannot be read is one without a code: there is another.
        const text = await decode(camera.video).catch(() => undefined)
        if (text !== undefined && isOn()) {
          if (take(text)) return undefined
          store.set({ view: { name: 'camera', back, video: camera.video, isOther: true } })
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      }
      return undefined
    } finally {
      camera.close()
    }
  }

  /** A text that came while its screen was still there. */
  function give(view: ScannerView, text: string | undefined): void {
    const { view: now, isBusy } = store.get()
    if (!context.isAlive() || isBusy || now !== view || !takesScans(view)) return
    const isTaken = text !== undefined && take(text)
    if (!isTaken) store.set({ view: withProblem(view, { key: text === undefined ? 'scanNothing' : 'codeOther' }) })
  }

  async function readPicture(file: Blob): Promise<void> {
    const { view } = store.get()
    if (!takesScans(view)) return
    try {
      give(view, await eyes.readPicture(file))
    } catch {
      if (context.isAlive() && store.get().view === view) fail(view, 'part_unavailable')
    }
  }

  const { scanByWechat } = eyes
  return {
    look,
    lookAway() {
      const { view } = store.get()
      if (view.name === 'camera') store.set({ view: view.back })
    },
    readPicture,
    scanByWechat:
      scanByWechat &&
      (async () => {
        const { view } = store.get()
        const text = await scanByWechat()
        // The person went back, or WeChat has said itself what is wrong.
        if (text !== undefined) give(view, text)
      }),
  }
}

function takesScans(view: ScannerView): view is Back {
  return view.name === 'scan' || view.name === 'task'
}

function withProblem(view: Back, problem: ScanProblem | undefined): Back {
  return view.name === 'scan' ? { name: 'scan', problem } : { name: 'task', task: view.task, problem }
}
