export interface DonationPair {
  readonly serial: string
  readonly donationReference: string
}

/** Lines of card number and donation number; answers the number of the first line that is not one. */
export function readPairs(text: string): DonationPair[] | { readonly wrongLine: number } {
  const pairs: DonationPair[] = []
  for (const [index, line] of text.normalize('NFKC').split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const match = /^((?:\d[\s-]?){11}\d)[\s,;:]+(\S{1,64})$/.exec(line.trim())
    if (!match) return { wrongLine: index + 1 }
    const [, serial = '', donationReference = ''] = match
    pairs.push({ serial: serial.replace(/\D/g, ''), donationReference })
  }
  return pairs
}
