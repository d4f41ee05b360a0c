const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'
const FIRST_BIRTHDAY_MS = Date.UTC(1950, 0, 1)
const DAYS = 18_000
const AREAS = ['511525', '511502', '511523', '511524', '512531']

/** A made-up resident ID number (sequence 000), another for every `n` below 90,000. */
export function idNumber(n: number): string {
  const born = new Date(FIRST_BIRTHDAY_MS + (n % DAYS) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
  const digits = `${AREAS[Math.floor(n / DAYS)]}${born}000`
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return `${digits}${CHECKS[sum % 11]}`
}

/** The first of them from `from` on whose check character is X. */
export function idNumberWithX(from = 0): string {
  for (let n = from; ; n += 1) if (idNumber(n).endsWith('X')) return idNumber(n)
}
