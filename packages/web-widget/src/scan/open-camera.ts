export interface Camera {
  /** Shows what the camera sees; belongs into the page while the camera is on. */
  readonly video: HTMLVideoElement
  /** It was unplugged, or another program took it. */
  isOver(): boolean
  close(): void
}

export type CameraProblem = 'camera_denied' | 'camera_failed'

/** Asks the browser, which asks the person, for the camera at the back; nothing of it is kept or sent. */
export async function openCamera(): Promise<Camera | CameraProblem> {
  const { mediaDevices } = navigator
  // Without HTTPS there is none.
  if (!mediaDevices) return 'camera_failed'
  try {
    const video = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } }
    return show(await mediaDevices.getUserMedia({ audio: false, video }))
  } catch (error) {
    return (error as DOMException).name === 'NotAllowedError' ? 'camera_denied' : 'camera_failed'
  }
}

function show(stream: MediaStream): Camera {
  const tracks = stream.getTracks()
  const video = document.createElement('video')
  video.muted = true
  // iPhones play a video inside the page, and without a touch, only so.
  video.setAttribute('playsinline', '')
  video.autoplay = true
  video.srcObject = stream
  return {
    video,
    isOver: () => tracks.every(({ readyState }) => readyState === 'ended'),
    close() {
      for (const track of tracks) track.stop()
      video.srcObject = null
    },
  }
}
