import { describe, expect, test } from 'vitest'
import { extractSamples } from './extract-samples.ts'

describe('extractSamples', () => {
  test('pairs a runnable sample with the output block after it and leaves other fences alone', () => {
    const text = '# T\n```ts\nignored\n```\n```ts run\nconsole.log(1)\n```\nprints\n```text output\n1\n```\n'
    expect(extractSamples('A.md', text)).toEqual([{ file: 'A.md', line: 5, code: 'console.log(1)\n', output: '1\n' }])
  })

  test('refuses a runnable sample whose output is not shown', () => {
    expect(() => extractSamples('A.md', '```ts run\n1\n```\n```text\n1\n```\n')).toThrow('A.md:1 has no')
  })

  test('refuses a fence that is never closed', () => {
    expect(() => extractSamples('A.md', 'x\n```ts run\n1\n')).toThrow('A.md:2 opens')
  })
})
