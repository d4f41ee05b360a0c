import { ageAtLeast } from './age-at-least.ts'
import { ageUnder } from './age-under.ts'
import { contains } from './contains.ts'
import type { Operator } from './define-operator.ts'
import { doesNotContain } from './does-not-contain.ts'
import { equal } from './equal.ts'
import { greaterThan } from './greater-than.ts'
import { greaterThanInclusive } from './greater-than-inclusive.ts'
import { isIn } from './in.ts'
import { inCurrent } from './in-current.ts'
import { lessThan } from './less-than.ts'
import { lessThanInclusive } from './less-than-inclusive.ts'
import { notEqual } from './not-equal.ts'
import { notIn } from './not-in.ts'
import { onWeekday } from './on-weekday.ts'
import { onWorkingDay } from './on-working-day.ts'
import { quotaBelow } from './quota-below.ts'
import { sameCity } from './same-city.ts'
import { sameRegion } from './same-region.ts'
import { withinCircle } from './within-circle.ts'
import { withinHours } from './within-hours.ts'
import { withinLast } from './within-last.ts'
import { withinOfficeHours } from './within-office-hours.ts'
import { withinPolygon } from './within-polygon.ts'
import { withinRegion } from './within-region.ts'
import { withinWindow } from './within-window.ts'

/** Every operator that rules know without being told: json-rules-engine's ten, then ours. */
export const builtInOperators: readonly Operator[] = Object.freeze([
  equal,
  notEqual,
  isIn,
  notIn,
  contains,
  doesNotContain,
  lessThan,
  lessThanInclusive,
  greaterThan,
  greaterThanInclusive,
  withinRegion,
  sameRegion,
  sameCity,
  withinCircle,
  withinPolygon,
  ageAtLeast,
  ageUnder,
  withinWindow,
  withinHours,
  onWeekday,
  onWorkingDay,
  withinOfficeHours,
  withinLast,
  inCurrent,
  quotaBelow,
])
