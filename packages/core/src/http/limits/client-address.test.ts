import { describe, expect, test } from 'vitest'
import { isWithin, parseAddress, parseRange } from './address-range.ts'
import { clientAddressReader } from './client-address.ts'

describe('THR-Z4 whose address is counted', () => {
  const behindProxy = clientAddressReader(['10.0.0.0/8', '::1'])

  test('ignores X-Forwarded-For without trusted proxies', () => {
    const direct = clientAddressReader([])
    expect(direct('203.0.113.9', '198.51.100.1')).toBe(direct('203.0.113.9', '198.51.100.2'))
  })

  test('ignores X-Forwarded-For from an address that is not a trusted proxy', () => {
    expect(behindProxy('203.0.113.9', '198.51.100.1')).toBe(behindProxy('203.0.113.9', undefined))
  })

  test('believes the trusted proxy about its own caller and nothing the caller wrote before', () => {
    const honest = behindProxy('10.0.0.2', '203.0.113.9')
    expect(behindProxy('10.0.0.2', '1.2.3.4, 203.0.113.9')).toBe(honest)
    expect(behindProxy('10.0.0.2', 'unknown, 8.8.8.8, 203.0.113.9, 10.1.1.1')).toBe(honest)
    expect(honest).not.toBe(behindProxy('10.0.0.2', '203.0.113.10'))
  })

  test('counts the proxy itself when its header makes no sense', () => {
    expect(behindProxy('10.0.0.2', 'garbage')).toBe(behindProxy('10.0.0.2', undefined))
    expect(behindProxy('10.0.0.2', `${'1.2.3.4,'.repeat(1000)}x`)).toBe(behindProxy('10.0.0.2', undefined))
  })

  test('counts a whole IPv6 network of 64 bits as one caller, and a mapped IPv4 address as IPv4', () => {
    const direct = clientAddressReader([])
    expect(direct('2001:db8:1:2::1', undefined)).toBe(direct('2001:db8:1:2:ffff:ffff:ffff:ffff', undefined))
    expect(direct('2001:db8:1:2::1', undefined)).not.toBe(direct('2001:db8:1:3::1', undefined))
    expect(direct('::ffff:203.0.113.9', undefined)).toBe(direct('203.0.113.9', undefined))
    expect(direct(undefined, undefined)).toBe(direct('not an address', undefined))
  })

  test('refuses a trusted proxy that is no address', () => {
    for (const text of ['proxy.example', '10.0.0.0/33', '10.0.0/8', '::/129', '10.0.0.1/8/8', '']) {
      expect(() => clientAddressReader([text])).toThrow(expect.objectContaining({ code: 'trusted_proxy_invalid' }))
    }
  })
})

test('reads the spellings of addresses', () => {
  expect(parseAddress('::')?.every((byte) => byte === 0)).toBe(true)
  expect(parseAddress('fe80::1%eth0')).toEqual(parseAddress('fe80:0:0:0:0:0:0:1'))
  for (const text of ['1.2.3', '1.2.3.256', '1:2', ':::', '1::2::3', '1:2:3:4:5:6:7:8:9', 'g::', '1:2:3:4:5:6:7::8']) {
    expect(parseAddress(text)).toBeUndefined()
  }
  const range = parseRange('192.168.4.0/22')!
  expect(isWithin(parseAddress('192.168.7.255')!, range)).toBe(true)
  expect(isWithin(parseAddress('192.168.8.0')!, range)).toBe(false)
})
