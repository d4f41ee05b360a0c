// The ten-condition set and the citizens it is decided for.
import {
  builtInFacts,
  type CompiledRules,
  compileRules,
  defineFact,
  type FactCatalogue,
  type FactGroups,
  parseRules,
} from '@tallystick/core/rules'

export const centre = { latitude: 28.436, longitude: 104.519 }
export const radiusMetres = 30_000
/** Longitude, latitude. */
export const county: readonly (readonly [number, number])[] = [
  [104.2, 28.2],
  [104.9, 28.2],
  [104.9, 28.7],
  [104.2, 28.7],
]
export const from = Date.parse('2025-01-20T10:00:00+08:00')
export const to = Date.parse('2025-03-01T00:00:00+08:00')
export const now = Date.parse('2025-01-27T12:00:00+08:00')
export const today = '2025-01-27'
export const phonePrefixes = ['1398091', '1390831', '1588445', '1370831', '1808131', '1355031', '1528261']

export const catalogue: FactCatalogue = [
  ...builtInFacts,
  defineFact({ name: 'phone.start', type: 'text', source: 'session', cost: 0, privacy: 'personal' }),
  defineFact({ name: 'history.refused', type: 'number', source: 'store', cost: 0, privacy: 'public' }),
]

const instant = (epochMs: number) => new Date(epochMs).toISOString()

/** The ten: age, region list, circle, polygon, window, person quota, household quota, identity, history, phone prefix. */
export const tenConditions = {
  all: [
    { fact: 'person.birthDate', operator: 'ageAtLeast', value: 18 },
    { fact: 'person.registration', operator: 'withinRegion', value: ['511525', '511523', '511502'] },
    { fact: 'position', operator: 'withinCircle', value: { ...centre, radiusMetres, datum: 'gcj02' } },
    { fact: 'position', operator: 'withinPolygon', value: { datum: 'gcj02', polygon: [[...county, county[0]]] } },
    { fact: 'now', operator: 'withinWindow', value: { from: instant(from), to: instant(to) } },
    { fact: 'quota.person', operator: 'quotaBelow', value: 2 },
    { fact: 'quota.household', operator: 'quotaBelow', value: 5 },
    { fact: 'person.identity', operator: 'equal', value: 'verified' },
    { fact: 'history.refused', operator: 'lessThan', value: 3 },
    { fact: 'phone.start', operator: 'in', value: phonePrefixes },
  ],
}

export function compiledRules(document: unknown): CompiledRules {
  const parsed = parseRules(document)
  const compiled = parsed.ok ? compileRules(parsed.value, { facts: catalogue, zone: 'Asia/Shanghai' }) : parsed
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.detail))
  return compiled.value
}

export interface Citizen {
  readonly groups: FactGroups
  /** The same as objects, for the engines that read paths. */
  readonly plain: Readonly<Record<string, unknown>>
  /** The same without any nesting, for json-rules-engine, which is fastest so. */
  readonly flat: Readonly<Record<string, unknown>>
  readonly eligible: boolean
}

/** 64 citizens, every other one refused by one to three conditions, each condition by turns. */
export function citizens(): readonly Citizen[] {
  return Array.from({ length: 64 }, (_, index) => {
    const refusedBy = new Set<number>()
    if (index % 2 === 1) for (let count = 0; count <= index % 3; count += 1) refusedBy.add((index * 3 + count * 7) % 9)
    return citizen(index, (condition) => refusedBy.has(condition), refusedBy.size === 0)
  })
}

function citizen(index: number, fails: (condition: number) => boolean, eligible: boolean): Citizen {
  const year = fails(0) ? 2010 : 1950 + (index % 50)
  const birthDate = `${year}-0${1 + (index % 9)}-1${index % 10}`
  const registration = fails(1) ? '110105' : ['511525', '511523', '511502'][index % 3]
  const outside = fails(2) || fails(3)
  const position = {
    latitude: outside ? 30.6 + index / 1_000 : 28.4 + index / 1_000,
    longitude: 104.5 + index / 1_000,
    accuracyMetres: 20 + index,
    datum: 'gcj02',
  }
  const person = {
    birthDate,
    registration,
    identity: fails(6) ? 'none' : 'verified',
    phonePrefix: fails(8) ? '1350000' : phonePrefixes[index % phonePrefixes.length],
  }
  const quota = { person: fails(4) ? 2 : index % 2, household: fails(5) ? 5 : index % 5 }
  const history = { refused: fails(7) ? 3 : index % 3 }
  const groups: FactGroups = {
    session: {
      'person.birthDate': birthDate,
      'person.registration': registration,
      'person.identity': person.identity,
      'phone.start': person.phonePrefix,
    },
    client: { position },
    store: { 'quota.person': quota.person, 'quota.household': quota.household, 'history.refused': history.refused },
  }
  const birthKey = Number(birthDate.replaceAll('-', ''))
  const todayKey = Number(today.replaceAll('-', ''))
  return {
    groups,
    plain: { person: { ...person, birthKey }, position, quota, history, now, todayKey },
    flat: {
      birthDate,
      registration,
      identity: person.identity,
      phonePrefix: person.phonePrefix,
      position,
      quotaPerson: quota.person,
      quotaHousehold: quota.household,
      historyRefused: history.refused,
      now,
    },
    eligible,
  }
}
