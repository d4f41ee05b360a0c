import { afterEach, expect, test, vi } from 'vitest'
import { readPicture } from './read-picture.ts'

afterEach(() => vi.unstubAllGlobals())

const photo = new Blob()

test('answers what the decoder reads', async () => {
  vi.stubGlobal('createImageBitmap', async () => ({}))
  expect(await readPicture(photo, async () => 'ABC')).toBe('ABC')
})

test('finds nothing in a picture that the decoder fails at, nor in what is no picture', async () => {
  vi.stubGlobal('createImageBitmap', async () => ({}))
  expect(await readPicture(photo, () => Promise.reject(new Error('InvalidStateError')))).toBeUndefined()
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no picture')))
  expect(await readPicture(photo, async () => 'ABC')).toBeUndefined()
})
