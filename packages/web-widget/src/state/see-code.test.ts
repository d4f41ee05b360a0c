import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CameraProblem } from '../scan/open-camera.ts'
import { createStore } from './create-store.ts'
import type { ScannerContext } from './scanner-context.ts'
import { emptyScanner, type ScannerState, type ScannerView } from './scanner-state.ts'
import { createSight, type Sight } from './see-code.ts'

const WANTED = '0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R'

let seen: string | undefined
let isAlive: boolean
let store: ReturnType<typeof createStore<ScannerState>>
let sight: Sight
let openCamera: () => Promise<Camera | CameraProblem>
let loadDecoder: () => Promise<() => Promise<string | undefined>>
const emit = vi.fn()
const take = vi.fn((text: string) => {
  if (text === WANTED) store.set({ view: { name: 'staff' } })
  return text === WANTED
})

type Camera = ReturnType<typeof fakeCamera>
function fakeCamera() {
  return { video: {} as HTMLVideoElement, isOver: vi.fn(() => false), close: vi.fn() }
}
let camera: Camera

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  seen = undefined
  isAlive = true
  camera = fakeCamera()
  openCamera = async () => camera
  loadDecoder = async () => async () => seen
  store = createStore(emptyScanner('shop', 'CNY'))
  const eyes = {
    openCamera: () => openCamera(),
    loadDecoder: () => loadDecoder(),
    readPicture: async () => (await loadDecoder())(),
    scanByWechat: async () => seen,
  }
  sight = createSight({ store, emit, eyes, isAlive: () => isAlive } as unknown as ScannerContext, take)
})
afterEach(() => vi.useRealTimers())

const shown = () => store.get().view
const aMoment = () => vi.advanceTimersByTimeAsync(1000)
const task: ScannerView = { name: 'task', task: 'activate', problem: { key: 'cardWrong' } }

describe('the camera', () => {
  test('gives the screen that wanted it the first code of use, and is off then', async () => {
    sight.look()
    await aMoment()
    expect(shown()).toMatchObject({ name: 'camera', video: camera.video })
    seen = 'https://poster.example/'
    await aMoment()
    expect(shown()).toMatchObject({ name: 'camera', isOther: true })
    expect(camera.close).not.toHaveBeenCalled()
    seen = WANTED
    await aMoment()
    expect(shown()).toEqual({ name: 'staff' })
    expect(camera.close).toHaveBeenCalledOnce()
    expect(take).toHaveBeenLastCalledWith(WANTED)
  })

  test('goes back to the form it was opened from, whose old mistake is forgotten', async () => {
    store.set({ view: task })
    sight.look()
    await aMoment()
    sight.lookAway()
    await aMoment()
    expect(shown()).toEqual({ name: 'task', task: 'activate', problem: undefined })
    expect(camera.close).toHaveBeenCalledOnce()
  })

  test.each([
    ['another screen came', () => store.set({ view: { name: 'staff' } })],
    ['nobody is left', () => (isAlive = false)],
  ])('is turned off when %s', async (_, leave) => {
    sight.look()
    await aMoment()
    leave()
    seen = WANTED
    await aMoment()
    expect(camera.close).toHaveBeenCalledOnce()
    expect(take).not.toHaveBeenCalled()
  })

  test('that is allowed too late is turned off at once', async () => {
    const asked: ((camera: Camera) => void)[] = []
    openCamera = () => new Promise((resolve) => asked.push(resolve))
    sight.look()
    await aMoment()
    sight.lookAway()
    sight.look()
    const late = fakeCamera()
    asked[0]?.(late)
    await aMoment()
    expect(late.close).toHaveBeenCalledOnce()
    expect(shown().name).toBe('camera')
  })

  test('that is pulled out is named, with what helps', async () => {
    sight.look()
    await aMoment()
    camera.isOver.mockReturnValue(true)
    await aMoment()
    expect(shown()).toEqual({ name: 'scan', problem: { key: 'cameraFailed', code: 'camera_failed' } })
    expect(emit).toHaveBeenCalledWith('tally-error', { code: 'camera_failed', retryable: true })
    expect(camera.close).toHaveBeenCalledOnce()
  })

  test('whose frame cannot be read waits for the next', async () => {
    loadDecoder = async () => async () => (seen ? seen : Promise.reject(new Error('No frame yet.')))
    sight.look()
    await aMoment()
    expect(shown().name).toBe('camera')
    seen = WANTED
    await aMoment()
    expect(shown()).toEqual({ name: 'staff' })
  })

  test('is off again where the decoder cannot be fetched', async () => {
    loadDecoder = () => Promise.reject(new Error('blocked'))
    sight.look()
    await aMoment()
    expect(shown()).toEqual({ name: 'scan', problem: { key: 'decoderMissing', code: 'part_unavailable' } })
    expect(camera.close).toHaveBeenCalledOnce()
  })
})

describe('a picture and WeChat’s scanner', () => {
  const photo = new Blob()

  test('say of a code that it is of no use here, and of none that there is none', async () => {
    sight.readPicture(photo)
    await aMoment()
    expect(shown()).toEqual({ name: 'scan', problem: { key: 'scanNothing' } })
    seen = 'https://poster.example/'
    sight.scanByWechat?.()
    await aMoment()
    expect(shown()).toEqual({ name: 'scan', problem: { key: 'codeOther' } })
    seen = WANTED
    sight.readPicture(photo)
    await aMoment()
    expect(shown()).toEqual({ name: 'staff' })
  })

  test('change nothing on a screen that has gone on meanwhile', async () => {
    seen = WANTED
    sight.readPicture(photo)
    store.set({ view: task })
    await aMoment()
    expect(shown()).toBe(task)
    expect(take).not.toHaveBeenCalled()
  })
})
