/**
 * A code of GB/T 2260 as a number: the province's 2 digits, the city's 4 or the county's 6, without the trailing `00`; 0 for what is no
 * code. `510000`, `5100` and `51` are 51; `511525` is 511525. The same grammar as `regionLevel` in values/, in arithmetic.
 */
export function parseRegion(value: unknown): number {
  if (typeof value !== 'string') return 0
  const { length } = value
  if (length !== 6 && length !== 4 && length !== 2) return 0
  let code = 0
  for (let index = 0; index < length; index += 1) {
    const digit = value.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return 0
    code = code * 10 + digit
  }
  const province = length === 6 ? Math.floor(code / 10_000) : length === 4 ? Math.floor(code / 100) : code
  if (province < 10 || province > 89) return 0
  if (length === 6 && code % 100 !== 0) return Math.floor(code / 100) % 100 === 0 ? 0 : code
  const city = length === 6 ? Math.floor(code / 100) : length === 4 ? code : province * 100
  return city % 100 === 0 ? province : city
}
