import { z } from 'zod'

/** The printed code, as scanned. */
export const shopCodeText = z.string().min(1).max(2048)
