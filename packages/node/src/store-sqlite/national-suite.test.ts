import { nationalSuiteContract } from '../testing/national-suite/national-suite-contract.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

nationalSuiteContract('SQLite', async () => folders.open(folders.path(), { shards: 2 }))
