import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { temporaryInstallation } from '../testing/temporary-installation.ts'

const { tally } = temporaryInstallation()

describe('tally serve', () => {
  test('answers until it is stopped, and the first secret key opens it', async () => {
    const { secretKey } = (await tally('--json init gaoxian')).json.value as { secretKey: string }
    let stop: (() => void) | undefined
    const stopped = new Promise<void>((resolve) => {
      stop = resolve
    })
    let ready: ((url: string) => void) | undefined
    const url = new Promise<string>((resolve) => {
      ready = resolve
    })
    const onOut = (text: string) => ready?.((JSON.parse(text) as { value: { url: string } }).value.url)
    const running = tally('--json serve --port 0', { stopped, onOut })
    const health = await fetch(`${await url}/v1/health`)
    expect(await health.json()).toEqual({ ok: true, store: 'sqlite' })
    const base = await url
    const list = await fetch(`${base}/v1/programmes`, { headers: { authorization: `Bearer ${secretKey}` } })
    expect([list.status, await list.json()]).toEqual([200, { programmes: [] }])
    const made = (await tally('--json key create-secret --name li --role operator')).json.value as { secretKey: string }
    const remote = (environment: Record<string, string>) =>
      tally(`--json --server ${base} call programme.list`, { environment })
    expect((await remote({ TALLY_SECRET_KEY: secretKey })).json).toEqual({ ok: true, value: { programmes: [] } })
    // The running server has not been told of this key: it follows the file.
    await expect.poll(async () => (await remote({ TALLY_SECRET_KEY: made.secretKey })).code, { timeout: 5000 }).toBe(0)
    expect(await remote({})).toMatchObject({ code: 1, json: { code: 'secret_key_missing' } })
    const other = await tally('call programme.list')
    expect([other.code, other.error]).toEqual([1, expect.stringMatching(/process \d+.*sqlite_locked_by_other/s)])
    stop?.()
    expect((await running).code).toBe(0)
    expect((await tally('call programme.list')).code).toBe(0)
  })

  test('says which port is in use and how to choose another', async () => {
    await tally('init gaoxian')
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const { code, error } = await tally(`serve --port ${port}`)
    expect(code).toBe(1)
    expect(error).toContain(`tally serve --port ${port + 1}`)
    other.close()
  })
})
