import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { everyAnswerWasSynced, shimmedFolder } from '../testing/disk-shim/shimmed-folder.ts'

const script = fileURLToPath(new URL('./testing/answer-into-log.ts', import.meta.url))
const shims: ReturnType<typeof shimmedFolder>[] = []
afterEach(() => {
  for (const shim of shims.splice(0)) shim.remove()
})

describe('an answer of the SQLite store', () => {
  // Ending a process cannot show this: what the kernel holds in memory survives it, and not a power cut.
  test('is given only after its own group was synced, counted at the C library', () => {
    const shim = shimmedFolder()
    shims.push(shim)
    const args = ['--conditions=@tallystick/source', script, join(shim.folder, 'tally.db'), shim.log, '40']
    const { status, stderr } = spawnSync(process.execPath, args, { env: { ...process.env, ...shim.environment } })
    expect(status, String(stderr)).toBe(0)
    const [, told = ''] = shim.told().split('|')
    expect(told.replaceAll('S', '')).toHaveLength(80)
    expect(everyAnswerWasSynced(told), told).toBe(true)
    expect(everyAnswerWasSynced(told.replace('SA', 'A'))).toBe(false)
  })
})
