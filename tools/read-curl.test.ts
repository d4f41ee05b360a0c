import { describe, expect, test } from 'vitest'
import { readCurl } from './read-curl.ts'
import { sameShape } from './same-shape.ts'

const variables = new Map([
  ['TALLY', 'http://h/tally'],
  ['ID', 'vch_1'],
])

describe('readCurl', () => {
  test('reads quotes, variables, lines that go on and a here-document', () => {
    const text = `# keep .codes[0].text as CODE
curl -s "$TALLY/v1/vouchers/$ID/codes" \\
  -H 'Idempotency-Key: $ID' -d @- <<END
{ "id": "$ID" }
END
`
    expect(readCurl(text, variables)).toEqual({
      keeps: [{ path: '.codes[0].text', name: 'CODE' }],
      request: {
        method: 'POST',
        url: 'http://h/tally/v1/vouchers/vch_1/codes',
        headers: { 'idempotency-key': '$ID' },
        body: '{ "id": "vch_1" }',
      },
    })
  })

  test('reads a plain address as a GET', () => {
    expect(readCurl('curl -s $TALLY/v1/health', variables).request).toEqual({
      ...{ method: 'GET', url: 'http://h/tally/v1/health', headers: {}, body: undefined },
    })
  })

  test.each([
    ['curl -s $NOBODY', 'nothing before sets $NOBODY'],
    ['wget $TALLY', 'expected a curl command'],
    ['curl --compressed $TALLY', 'is not understood here'],
    ['curl -s $TALLY $TALLY', 'a second address'],
    ['curl -s', 'no address'],
    ['curl -s $TALLY -d @- <<END\n{}', 'never ended'],
    ['curl -s $TALLY -d @- <<END\n{}\nEND\ncurl -s $TALLY', 'more than one command'],
  ])('refuses %j', (text, message) => {
    expect(() => readCurl(text, variables)).toThrow(message)
  })
})

describe('sameShape', () => {
  test.each([
    [
      { a: 1, b: ['x', '…'] },
      { b: ['x', 'y', 'z'], a: 1 },
    ],
    ['vch_…', 'vch_2'],
    ['2026-01-20T02:00:00.000Z', '2031-11-02T13:07:09Z'],
    [null, null],
  ])('takes %j for %j', (shown, actual) => expect(sameShape(shown, actual)).toBeUndefined())

  test.each([
    [{ a: 1 }, { a: 1, b: 2 }, 'documented members a, answered a,b'],
    [{ a: 1 }, { a: 2 }, '/a: documented 1'],
    ['vch_…', 'rdm_2', 'documented'],
    ['2026-01-20T02:00:00.000Z', 'soon', 'documented'],
    [['x'], ['x', 'y'], 'documented'],
    [{ a: 1 }, null, 'documented'],
    [[], {}, 'documented'],
    [true, 'true', 'documented'],
  ])('does not take %j for %j', (shown, actual, message) => expect(sameShape(shown, actual)).toContain(message))
})
