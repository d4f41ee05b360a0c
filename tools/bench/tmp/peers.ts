import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareGroups, handWrittenClaims } from '../claims-peers.ts'
import { rateOf } from '../drive-claims.ts'
const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
const single = handWrittenClaims(join(folder, 'single.db'))
const bare = bareGroups(join(folder, 'bare.db'))
bare.run(20000)
for (let r = 0; r < 4; r++) {
  console.log('single us', (1e6 / await rateOf(2000, () => single.run(2000))).toFixed(1), 'bare us', (1e6 / await rateOf(5000, () => bare.run(5000))).toFixed(1))
}
rmSync(folder, { recursive: true })
