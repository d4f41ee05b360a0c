import { describe, expect, test } from 'vitest'
import { readToFrame, readToHost } from './messages.ts'

describe('THR-X1 what comes out of the channel is read by its schema', () => {
  test.each([
    [{ kind: 'ask', id: 1, why: 'first' }],
    [{ kind: 'state', state: 'showing' }],
    [{ kind: 'height', pixels: 812 }],
    [{ kind: 'event', name: 'tally-claimed', detail: {} }],
    [{ kind: 'event', name: 'tally-redeemed', detail: { orderId: 'A-1' } }],
    [{ kind: 'event', name: 'tally-error', detail: { code: 'sold_out', retryable: false, correlationId: 'req_1' } }],
  ])('the page hears %j', (message) => {
    expect(readToHost(message)).toEqual(message)
  })

  test.each([
    [undefined],
    [null],
    ['ask'],
    [[]],
    [{ kind: 'ask', id: '1', why: 'first' }],
    [{ kind: 'ask', id: 1, why: 'always' }],
    [{ kind: 'state', state: 'hacked' }],
    [{ kind: 'height', pixels: 1e9 }],
    [{ kind: 'height', pixels: Number.NaN }],
    [{ kind: 'height', pixels: '100vh;background:url(//evil)' }],
    [{ kind: 'event', name: 'click', detail: {} }],
    [{ kind: 'event', name: 'tally-session-expired', detail: {} }],
    [{ kind: 'event', name: 'constructor', detail: {} }],
    [{ kind: 'event', name: 'tally-error', detail: { code: '<img src=x>', retryable: false } }],
    [{ kind: 'event', name: 'tally-error', detail: { code: 'sold_out', retryable: 'no' } }],
    [{ kind: 'event', name: 'tally-qr-rotated', detail: {} }],
    [{ kind: 'session', id: 1, session: 's' }],
  ])('the page does not hear %j', (message) => {
    expect(readToHost(message)).toBeUndefined()
  })

  test('members that were not asked for do not go on', () => {
    const claimed = { kind: 'event', name: 'tally-claimed', detail: { code: '0A1B', name: '王' }, extra: 1 }
    expect(readToHost(claimed)).toEqual({ kind: 'event', name: 'tally-claimed', detail: {} })
  })

  test.each([
    [{ kind: 'session', id: 1, session: 'eyJ.a.b' }],
    [{ kind: 'session', id: 2 }],
    [{ kind: 'dress', mode: 'elder', theme: 'dark' }],
    [{ kind: 'refresh' }],
  ])('the frame hears %j', (message) => {
    expect(readToFrame(message)).toEqual(message)
  })

  test.each([
    [{ kind: 'session', id: 0, session: 'x' }],
    [{ kind: 'session', id: 1, session: 'two words' }],
    [{ kind: 'session', id: 1, session: 'x'.repeat(9000) }],
    [{ kind: 'destroy' }],
    [{ kind: 'ask', id: 1, why: 'first' }],
  ])('the frame does not hear %j', (message) => {
    expect(readToFrame(message)).toBeUndefined()
  })

  test('of attributes and styles the frame takes the known ones in their form: no address, nothing that loads', () => {
    const begin = {
      kind: 'begin',
      attributes: { view: 'voucher', 'api-base': 'https://evil.example', onclick: 'x', locale: '"><script>' },
      properties: {
        '--tally-color-primary': '#0a7',
        '--tally-font-size': 'calc(18px * 1.2)',
        '--tally-color-bg': 'url("https://evil.example/x")',
        'background-image': 'red',
      },
    }
    expect(readToFrame(begin)).toEqual({
      kind: 'begin',
      attributes: { view: 'voucher' },
      properties: { '--tally-color-primary': '#0a7' },
    })
  })
})
