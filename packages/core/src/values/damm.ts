/** Damm's totally anti-symmetric quasigroup of order ten: its zero diagonal makes the running digit of a right number 0. */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const

/**
 * The check digit of decimal digits; 0 for digits that end in their own. It finds every single wrong digit and every
 * swap of neighbours.
 *
 * @see H. M. Damm, Total anti-symmetrische Quasigruppen (2004)
 */
export function dammDigit(digits: string): number {
  let interim = 0
  for (const digit of digits) interim = Number(DAMM[interim]?.charAt(Number(digit)))
  return interim
}
