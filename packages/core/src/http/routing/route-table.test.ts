import { expect, test } from 'vitest'
import { RouteTable } from './route-table.ts'

function tableOf(...routes: readonly string[]): RouteTable<string> {
  const table = new RouteTable<string>()
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ')
    table.add(method, path, route)
  }
  return table
}

test('finds a route and what stands in its placeholders', () => {
  const table = tableOf('GET /v1/vouchers', 'POST /v1/vouchers/{voucherId}/codes')
  expect(table.find('GET', '/v1/vouchers')).toEqual({ target: 'GET /v1/vouchers', parameters: {} })
  expect(table.find('POST', '/v1/vouchers/vch_1/codes')).toMatchObject({ parameters: { voucherId: 'vch_1' } })
})

test('a literal wins over a placeholder, and the placeholder is tried when the literal leads nowhere', () => {
  const table = tableOf('GET /v1/cards/{serial}', 'GET /v1/cards/batches', 'GET /v1/{tenant}/keys')
  expect(table.find('GET', '/v1/cards/batches')).toMatchObject({ target: 'GET /v1/cards/batches' })
  expect(table.find('GET', '/v1/cards/0001')).toMatchObject({ target: 'GET /v1/cards/{serial}' })
  expect(tableOf('GET /v1/cards/lists/all', 'GET /v1/{tenant}/keys').find('GET', '/v1/cards/keys')).toEqual({
    target: 'GET /v1/{tenant}/keys',
    parameters: { tenant: 'cards' },
  })
})

test('placeholders of one place may have different names by method', () => {
  const table = tableOf('GET /v1/a/{one}', 'POST /v1/a/{two}')
  expect(table.find('POST', '/v1/a/x')).toMatchObject({ parameters: { two: 'x' } })
})

test('names the methods that an address knows', () => {
  expect(tableOf('POST /v1/a', 'GET /v1/a').find('PUT', '/v1/a')).toEqual({ allowed: ['GET', 'POST'] })
})

test.each(['/v1', '/v1/a/', '/v1//a', 'v1/a', '', '/', '/v1/b', '/v1/a/b', `/v1${'/a'.repeat(50)}`])(
  'does not know %j',
  (path) => {
    expect(tableOf('GET /v1/a', 'GET /v1/a/{x}/c').find('GET', path)).toBeUndefined()
  },
)

test('THR-Z2 refuses two operations at one address, whatever their placeholders are called', () => {
  expect(() => tableOf('GET /v1/a/{x}', 'GET /v1/a/{y}')).toThrow(expect.objectContaining({ code: 'route_conflict' }))
})

test.each(['/', '', '/v1/a b', '/v1/{a}/{a}', '/v1/{a', '/v1/{a}x', '/v1/a/', '/v1/{}', '/v1/ä'])(
  'refuses to serve at %j',
  (path) => {
    expect(() => tableOf().add('GET', path, '')).toThrow(expect.objectContaining({ code: 'route_malformed' }))
  },
)
