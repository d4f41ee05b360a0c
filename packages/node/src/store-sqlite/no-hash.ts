/** What stands for the hash link before a lane's first group. */
export const NO_HASH = '0'.repeat(64)
