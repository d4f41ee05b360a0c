// A server that somebody will kill: node serve-until-killed.ts FOLDER. Says its address on the first line.
import { serve } from '../../server/serve.ts'
import { openCounty } from './county.ts'

const folder = process.argv[2] ?? ''
const tally = await openCounty(folder)
const { url } = await serve(tally, { port: 0, limits: { address: 'off', holder: 'off', server: 'off' } })
console.log(url)
