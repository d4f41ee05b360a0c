/**
 * The check character of the first seventeen digits.
 * @see GB 11643-1999 and ISO/IEC 7064, MOD 11-2
 */
export function checkCharacter(seventeenDigits: string): string {
  let remainder = 0
  for (const digit of seventeenDigits) remainder = ((remainder + Number(digit)) * 2) % 11
  const check = (12 - remainder) % 11
  return check === 10 ? 'X' : String(check)
}

/** True for eighteen characters whose last is the check character of the others. */
export function hasRightCheckCharacter(number: string): boolean {
  return checkCharacter(number.slice(0, 17)) === number.charAt(17)
}
