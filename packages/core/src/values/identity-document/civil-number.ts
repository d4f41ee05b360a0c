import { businessDay, isDay } from '../calendar.ts'
import { BUSINESS_ZONE } from '../zone-offset.ts'
import { hasRightCheckCharacter } from './check-character.ts'
import type { IdentityDocumentProblem } from './identity-document.ts'

const CIVIL_NUMBER = /^\d{17}[\dX]$/

/**
 * What the eighteen characters of every civil number share: digits, check character, a birth date that exists and, when
 * `nowMs` is given, is not in the future on the mainland's calendar. A slip of the finger is nearly always told as
 * `check_character`, because it is looked at before what the digits mean.
 */
export function civilNumberProblem(number: string, nowMs: number | undefined): IdentityDocumentProblem | undefined {
  if (number.length !== 18) return 'length'
  if (!CIVIL_NUMBER.test(number)) return 'characters'
  if (!hasRightCheckCharacter(number)) return 'check_character'
  const birthDate = birthDateOf(number)
  if (!isDay(birthDate) || birthDate < '1800') return 'birth_date'
  if (nowMs !== undefined && birthDate > businessDay(nowMs, BUSINESS_ZONE)) return 'birth_date'
  return undefined
}

/** Characters 7 to 14 as `YYYY-MM-DD`. */
export function birthDateOf(number: string): string {
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
}

/** The seventeenth digit: odd for men, even for women. */
export function sexOf(number: string): 'male' | 'female' {
  return Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female'
}
