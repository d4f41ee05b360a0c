import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashSecretKey, type KeyMaterial } from '@tallystick/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FileKeys, fileKeys } from './file-keys.ts'
import { retireKeysIn, rotateKeysIn } from './key-folder.ts'
import { readProtectedFile, writeProtectedFile } from './protected-file.ts'
import { addSecretKey, readSecretKeys, revokeSecretKey } from './secret-keys.ts'

let parent = ''
let folder = ''
const open: FileKeys[] = []
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tally-keys-'))
  folder = join(parent, 'keys')
})
afterEach(() => {
  for (const keys of open.splice(0)) keys.close()
  rmSync(parent, { recursive: true })
})

function keysOf(options: Parameters<typeof fileKeys>[1] = {}): FileKeys {
  const keys = fileKeys(folder, { reloadEveryMs: 10, ...options })
  open.push(keys)
  return keys
}

describe('fileKeys', () => {
  test('makes keys only when told, and says what to do when there are none', async () => {
    await expect(keysOf().load()).rejects.toMatchObject({
      code: 'keys_missing',
      message: expect.stringContaining('tally init'),
    })
    expect(existsSync(folder)).toBe(false)
    const material = await keysOf({ create: true }).load()
    expect(await keysOf({ create: true }).load()).toEqual(material)
    expect(await keysOf().load()).toEqual(material)
  })

  test('keeps keys where only their owner can read them, and leaves no other file', async () => {
    await keysOf({ create: true }).load()
    addSecretKey(folder, { tenant: 'county', role: 'host', name: 'portal' }, new Date())
    expect(readdirSync(folder).sort()).toEqual(['keys.json', 'secret-keys.json'])
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('refuses keys that other users may read or replace, and names the cure', async () => {
    await keysOf({ create: true }).load()
    const path = join(folder, 'keys.json')
    for (const mode of [0o640, 0o604, 0o620, 0o660]) {
      chmodSync(path, mode)
      await expect(keysOf().load()).rejects.toMatchObject({
        code: 'keys_readable_by_others',
        message: expect.stringContaining(`chmod 600 ${path}`),
      })
    }
    chmodSync(path, 0o600)
    chmodSync(folder, 0o770)
    await expect(keysOf().load()).rejects.toMatchObject({
      code: 'keys_readable_by_others',
      message: expect.stringContaining('chmod 700'),
    })
    chmodSync(folder, 0o700)
    expect(await keysOf().load()).toMatchObject({ version: 1 })
  })

  test('says where a damaged file lies and nothing of what it says', async () => {
    const { session } = await keysOf({ create: true }).load()
    writeFileSync(join(folder, 'keys.json'), `{"session":"${session}" "x"}`)
    const error = await keysOf()
      .load()
      .catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'keys_malformed', detail: { path: join(folder, 'keys.json') } })
    expect(JSON.stringify([String(error), error, (error as Error).cause])).not.toContain(session.slice(0, 8))
  })

  test('follows rotation and retirement by another process', async () => {
    const keys = keysOf({ create: true })
    await keys.load()
    const seen: KeyMaterial[] = []
    keys.onChange((material) => seen.push(material))
    const now = new Date()
    rotateKeysIn(folder, now, { noticeHours: 0 })
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    expect(seen[0]?.epochs.map(({ epoch }) => epoch)).toEqual([1, 2])
    retireKeysIn(folder, 1, new Date(now.getTime() + 1000))
    await vi.waitFor(() => expect(seen).toHaveLength(2))
    expect(seen[1]?.epochs[0]?.retiredAt).toBeDefined()
  })

  test('keeps the keys it has when a changed file cannot be used, and complains once', async () => {
    const { secretKey } = addSecretKey(folder, { tenant: 'county', role: 'host', name: 'portal' }, new Date())
    const problems: Error[] = []
    const keys = keysOf({ create: true, onProblem: (error) => problems.push(error) })
    await keys.load()
    writeFileSync(join(folder, 'secret-keys.json'), '[')
    await vi.waitFor(() => expect(problems).toHaveLength(1))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(problems).toMatchObject([{ code: 'keys_malformed' }])
    expect(keys.findSecretKey(hashSecretKey(secretKey), Date.now())).toBeDefined()
  })
})

describe('secret keys', () => {
  const now = new Date('2026-11-23T08:00:00+08:00')

  test('are found by their hash, and stand nowhere in clear', async () => {
    const { record, secretKey } = addSecretKey(folder, { tenant: 'county', role: 'host', name: 'portal' }, now)
    const keys = keysOf({ create: true })
    await keys.load()
    expect(keys.findSecretKey(hashSecretKey(secretKey), now.getTime())).toEqual(record)
    expect(keys.findSecretKey(hashSecretKey(`${secretKey}x`), now.getTime())).toBeUndefined()
    expect(readFileSync(join(folder, 'secret-keys.json'), 'utf8')).not.toContain(secretKey.slice(3))
  })

  test('end at their expiry, to the millisecond, and when they are revoked', async () => {
    const expiresAt = new Date(now.getTime() + 60_000)
    const first = addSecretKey(folder, { tenant: 'county', role: 'host', name: 'a', expiresAt }, now)
    const second = addSecretKey(folder, { tenant: 'county', role: 'partner', name: 'b' }, now)
    const keys = keysOf({ create: true })
    await keys.load()
    expect(keys.findSecretKey(first.record.hash, expiresAt.getTime() - 1)).toEqual(first.record)
    expect(keys.findSecretKey(first.record.hash, expiresAt.getTime())).toBeUndefined()
    const later = now.getTime() + 1000
    expect(keys.findSecretKey(second.record.hash, later)).toEqual(second.record)
    revokeSecretKey(folder, second.record.id, now)
    await vi.waitFor(() => expect(keys.findSecretKey(second.record.hash, later)).toBeUndefined())
    expect(readSecretKeys(folder).records).toHaveLength(2)
  })

  test('are refused for roles that get sessions, and with an expiry that has passed', () => {
    for (const role of ['holder', 'terminal', 'public', 'nobody']) {
      expect(() => addSecretKey(folder, { tenant: 'county', role, name: 'x' }, now)).toThrow(
        expect.objectContaining({ code: 'secret_key_role_invalid' }),
      )
    }
    for (const expiresAt of [now, new Date(Number.NaN)]) {
      expect(() => addSecretKey(folder, { tenant: 'county', role: 'host', name: 'x', expiresAt }, now)).toThrow(
        expect.objectContaining({ code: 'secret_key_expiry_invalid' }),
      )
    }
    expect(() => revokeSecretKey(folder, 'key_none', now)).toThrow(
      expect.objectContaining({ code: 'secret_key_unknown' }),
    )
    expect(existsSync(folder)).toBe(false)
  })
})

describe('a protected file', () => {
  test('is not replaced over a change that the writer has not seen', () => {
    const path = join(parent, 'file.json')
    writeProtectedFile(path, { a: 1 }, undefined)
    expect(() => writeProtectedFile(path, { a: 2 }, undefined)).toThrow(
      expect.objectContaining({ code: 'keys_changed_meanwhile' }),
    )
    const read = readProtectedFile(path)
    writeProtectedFile(path, { a: 3 }, read?.version)
    expect(() => writeProtectedFile(path, { a: 4 }, read?.version)).toThrow(
      expect.objectContaining({ code: 'keys_changed_meanwhile' }),
    )
    expect(readProtectedFile(path)?.content).toEqual({ a: 3 })
    expect(readdirSync(parent)).toEqual(['file.json'])
  })
})
