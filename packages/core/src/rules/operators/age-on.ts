/**
 * Full years (周岁) on `day`; both days are `YYYY-MM-DD`. A year is full from 00:00 of the birthday. Who was born on 29 February has the
 * birthday on 1 March of a common year: the year ends with the last day of February (Civil Code, article 202).
 */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}
