import { expect, test } from 'vitest'

test('the classes can be imported on a server, and register nothing', async () => {
  expect(typeof document).toBe('undefined')
  const { TallyWallet } = await import('./wallet.ts')
  const { TallyScanner } = await import('./scanner.ts')
  expect(TallyWallet.observedAttributes).toContain('api-base')
  expect(TallyScanner.observedAttributes).toContain('view')
  await expect(import('./define.ts')).resolves.toBeDefined()
})
