// The shop's server as a process of its own. Everything it knows of the issuer stands in its environment.
import type { AddressInfo } from 'node:net'
import { createPartnerServer } from './partner-server.ts'

function setting(name: string): string {
  const value = process.env[name]
  if (value) return value
  console.error(`${name} is not set. The README beside this file lists the settings.`)
  process.exit(1)
}

const server = createPartnerServer({
  keysUrl: setting('KEYS_URL'),
  cardStatusesUrl: setting('CARD_STATUSES_URL'),
  issuer: setting('ISSUER'),
  audience: setting('AUDIENCE'),
  apiUrl: setting('API_URL'),
  secretKey: setting('SECRET_KEY'),
  deniedKids: (process.env.DENIED_KIDS ?? '').split(',').filter((kid) => kid !== ''),
  now: Date.now,
})
server.listen(Number(process.env.PORT ?? 8104), '127.0.0.1', () => {
  console.log(`partner checkout on http://127.0.0.1:${(server.address() as AddressInfo).port}/checkout`)
})
process.once('SIGTERM', () => server.close())
