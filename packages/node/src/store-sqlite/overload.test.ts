import { overloadContract } from '../testing/overload/overload-contract.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

overloadContract('SQLite', () => folders.open(folders.path()))
