import { expect, test } from 'vitest'
import { framePage } from './frame-page.ts'

const hosts = ['https://www.gaoxian.example', 'https://m.gaoxian.example']

test('THR-X3 lets the listed origins frame it and nobody else, and runs nothing but its own files', () => {
  const { headers, body } = framePage({ hosts })
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toContain(`frame-ancestors ${hosts.join(' ')}`)
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; connect-src 'self';/)
  expect(policy).not.toContain('unsafe')
  expect(body).toContain(`data-hosts="${hosts.join(' ')}"`)
})

test('calls the API that its own server names', () => {
  const { headers, body } = framePage({ hosts, apiBase: 'https://api.example/tally' })
  expect(headers['content-security-policy']).toContain("connect-src 'self' https://api.example;")
  expect(body).toContain('data-api-base="https://api.example/tally"')
})

test.each([
  [{ hosts: [] }],
  [{ hosts: ['*'] }],
  [{ hosts: ['https://*.gaoxian.example'] }],
  [{ hosts: ['http://www.gaoxian.example'] }],
  [{ hosts: ['https://www.gaoxian.example/'] }],
  [{ hosts: ["https://a.example; script-src 'unsafe-inline'"] }],
  [{ hosts, apiBase: '//evil.example' }],
  [{ hosts, apiBase: '/tally"><script>' }],
  [{ hosts, apiBase: 'javascript:0' }],
  [{ hosts, assets: '//evil.example/' }],
])('takes exception to %j', (options) => {
  expect(() => framePage(options)).toThrow(TypeError)
})
