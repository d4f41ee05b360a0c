// Commits, in a process of its own, groups and identities one after another, and appends `A` to the log once each is answered.
import { answerGroups } from '../../testing/disk-shim/answer-groups.ts'
import { sqliteStore } from '../sqlite-store.ts'

const [path = '', log = '', count = '0'] = process.argv.slice(2)
const store = sqliteStore(path)
await answerGroups(store, Number(count), log)
await store.close()
