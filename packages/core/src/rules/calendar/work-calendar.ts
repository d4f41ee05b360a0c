import type { Calendar } from './calendar-schema.ts'

/** Minutes of a working day, `[from, to)`. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Several layers read as one. */
export interface WorkCalendar {
  /** Whether a date, YYYYMMDD, is a working day; undefined for a year that no table covers: never guessed. */
  isWorkingDay(date: number, weekday: number): boolean | undefined
  /** Office hours of working days; undefined when no layer states any. */
  readonly hours: readonly Stretch[] | undefined
}

/** One year's table of a national calendar: days off that are weekdays, and working days that are weekend days. */
export interface YearTable {
  readonly off: readonly number[]
  readonly working: readonly number[]
}

/** A calendar from yearly tables: Monday to Friday but for what the table of the year says. */
export function yearlyCalendar(years: Readonly<Record<string, YearTable>>): WorkCalendar {
  const tables = new Map<number, { off: ReadonlySet<number>; working: ReadonlySet<number> }>()
  for (const [year, { off, working }] of Object.entries(years)) {
    tables.set(Number(year), { off: new Set(off), working: new Set(working) })
  }
  return {
    isWorkingDay(date, weekday) {
      const table = tables.get(Math.floor(date / 10_000))
      if (table === undefined) return undefined
      const ofYear = date % 10_000
      return weekday < 5 ? !table.off.has(ofYear) : table.working.has(ofYear)
    },
    hours: undefined,
  }
}

/** A region's or an office's calendar over another: what it does not name is as beneath. */
export function layeredCalendar(layer: Calendar, beneath: WorkCalendar): WorkCalendar {
  const off = new Set((layer.off ?? []).map(dateNumber))
  const working = new Set((layer.working ?? []).map(dateNumber))
  return {
    isWorkingDay(date, weekday) {
      if (working.has(date)) return true
      return off.has(date) ? false : beneath.isWorkingDay(date, weekday)
    },
    hours: layer.hours?.map(({ from, to }) => ({ from: minutesIn(from), to: minutesIn(to) })) ?? beneath.hours,
  }
}

/** `HH:MM` as minutes since 00:00. */
export function minutesIn(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}

function dateNumber(day: string): number {
  return Number(day.replaceAll('-', ''))
}
