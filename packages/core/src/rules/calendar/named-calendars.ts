import { didYouMean } from '../did-you-mean.ts'
import { type IssueList, pointer } from '../issue.ts'
import { limits } from '../limits.ts'
import type { Calendar } from './calendar-schema.ts'
import { nationalCalendarData } from './national-calendar-data.ts'
import { layeredCalendar, type WorkCalendar, yearlyCalendar } from './work-calendar.ts'

const national = yearlyCalendar(nationalCalendarData)

/** The calendars a rule set may name: `national`, and those laid over it or over each other. */
export function namedCalendars(
  calendars: Readonly<Record<string, Calendar>>,
  issues: IssueList,
): ReadonlyMap<string, WorkCalendar> {
  const built = new Map<string, WorkCalendar>([['national', national]])
  for (const name of Object.keys(calendars)) build(name, [])
  return built

  function build(name: string, above: readonly string[]): WorkCalendar | undefined {
    const known = built.get(name)
    if (known !== undefined) return known
    const at = pointer('/calendars', name)
    const layer = Object.hasOwn(calendars, name) ? calendars[name] : undefined
    if (layer === undefined) {
      const hint = didYouMean(name, ['national', ...Object.keys(calendars)])
      issues.add(
        pointer('/calendars', above.at(-1) ?? name, 'base'),
        'calendar_unknown',
        `no calendar is named "${name}"`,
        hint,
      )
      return undefined
    }
    if (above.includes(name) || above.length >= limits.references) {
      issues.add(pointer(at, 'base'), 'calendar_cyclic', `"${name}" lies beneath itself, or too many lie above it`)
      return undefined
    }
    const beneath = build(layer.base ?? 'national', [...above, name])
    if (beneath === undefined) return undefined
    const calendar = layeredCalendar(layer, beneath)
    built.set(name, calendar)
    return calendar
  }
}
