import type { GroupChanges, Store } from '../store-port.ts'

/** The same store; each group is told of once it is committed. */
export function watchCommits(store: Store, onCommitted: (changes: GroupChanges) => void): Store {
  const begin = store.begin.bind(store)
  const watching: Pick<Store, 'begin'> = {
    begin: async (...wanted) => {
      const transaction = await begin(...wanted)
      return (
        transaction && {
          heads: transaction.heads,
          load: transaction.load.bind(transaction),
          rollback: transaction.rollback.bind(transaction),
          async commit(changes) {
            await transaction.commit(changes)
            onCommitted(changes)
          },
        }
      )
    },
  }
  return Object.assign(store, watching)
}
