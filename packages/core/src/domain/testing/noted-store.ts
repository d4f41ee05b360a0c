import type { Store } from '../../engine/store-port.ts'
import { SimulatedDisk } from './simulation/simulated-disk.ts'

/** A memory store, and everything that was ever committed to it, for whoever counts it all again. */
export function notedStore(shards: number): { readonly store: Store; readonly disk: SimulatedDisk } {
  const disk = new SimulatedDisk(shards, 2)
  const { store } = disk
  const begin = store.begin.bind(store)
  const noting: Pick<Store, 'begin'> = {
    begin: async (...wanted) => {
      const transaction = await begin(...wanted)
      return (
        transaction && {
          heads: transaction.heads,
          load: transaction.load.bind(transaction),
          rollback: transaction.rollback.bind(transaction),
          async commit(changes) {
            await transaction.commit(changes)
            disk.keep(changes)
          },
        }
      )
    },
  }
  return { store: Object.assign(store, noting), disk }
}
