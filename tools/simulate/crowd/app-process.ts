// One app process of the crowd, on PostgreSQL. Each line on standard input is a call: `ID PERSON KEY FIRST TICKET`; each line on standard
// output an answer, as soon as it is there: `ID CODE [TICKET RETRY-SECONDS]`.
import { createInterface } from 'node:readline'
import { createTally, systemClock } from '@tallystick/core'
import { fileKeys, postgresStore } from '@tallystick/node'
import { personOf } from '../../bench/claims/drive.ts'

const [connectionString = '', keys = '', batchId = ''] = process.argv.slice(2)
const store = await postgresStore({ connectionString })
const tally = await createTally({ store, keys: fileKeys(keys), clock: systemClock })
let answers: string[] = []

function say(answer: string): void {
  if (answers.length === 0) {
    setImmediate(() => {
      process.stdout.write(`${answers.join('\n')}\n`)
      answers = []
    })
  }
  answers.push(answer)
}

async function claim(line: string): Promise<void> {
  const [id = '', person = '', key = '', first, ticket] = line.split(' ')
  const options = { idempotencyKey: key, firstTry: first === '1', ticket: ticket || undefined }
  try {
    const outcome = await tally.call('voucher.claim', { batchId }, personOf(Number(person)), options)
    if (outcome.ok) return say(`${id} ok`)
    const { ticket: place = '', retryAfterSeconds = 0 } = outcome.detail as {
      ticket?: string
      retryAfterSeconds?: number
    }
    say(`${id} ${outcome.code} ${place} ${retryAfterSeconds}`)
  } catch (error) {
    say(`${id} ${(error as { code?: string }).code ?? 'unexpected'}`)
  }
}

say('ready')
for await (const line of createInterface(process.stdin)) void claim(line)
await tally.close()
