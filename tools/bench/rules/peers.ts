// The ten conditions of the rules bench, as one would write them for each peer. What a peer cannot say is handed to it as a function in
// plain JavaScript (json-rules-engine, json-logic-engine) or in an easier form that favours it (zen has no trigonometry: it gets a flat
// circle and a rectangle).
import { ZenEngine } from '@gorules/zen-engine'
import { LogicEngine } from 'json-logic-engine'
import { Engine, type TopLevelCondition } from 'json-rules-engine'
import { centre, county, from, phonePrefixes, radiusMetres, to, today } from './case.ts'

/** What every peer gets: the usual objects of a backend, for none of them has sources. */
export type PlainFacts = Readonly<Record<string, unknown>>
interface Place {
  readonly latitude: number
  readonly longitude: number
  readonly accuracyMetres: number
}

function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

function isInCircle(place: Place): boolean {
  const [latitudeA, latitudeB] = [(centre.latitude * Math.PI) / 180, (place.latitude * Math.PI) / 180]
  const halfLatitude = Math.sin((latitudeB - latitudeA) / 2)
  const halfLongitude = Math.sin(((place.longitude - centre.longitude) * Math.PI) / 360)
  const square = halfLatitude ** 2 + Math.cos(latitudeA) * Math.cos(latitudeB) * halfLongitude ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(square))) + place.accuracyMetres <= radiusMetres
}

function isInCounty(place: Place): boolean {
  let inside = false
  for (let index = 0, before = county.length - 1; index < county.length; before = index, index += 1) {
    const [x1 = 0, y1 = 0] = county[index] ?? []
    const [x2 = 0, y2 = 0] = county[before] ?? []
    if (y1 > place.latitude !== y2 > place.latitude) {
      if (place.longitude < ((x2 - x1) * (place.latitude - y1)) / (y2 - y1) + x1) inside = !inside
    }
  }
  return inside
}

/** On flat facts, its fastest form. */
const flatConditions = {
  all: [
    { fact: 'birthDate', operator: 'ageAtLeast', value: 18 },
    { fact: 'registration', operator: 'in', value: ['511525', '511523', '511502'] },
    { fact: 'position', operator: 'inCircle', value: true },
    { fact: 'position', operator: 'inCounty', value: true },
    { fact: 'now', operator: 'greaterThanInclusive', value: from },
    { fact: 'now', operator: 'lessThan', value: to },
    { fact: 'quotaPerson', operator: 'lessThan', value: 2 },
    { fact: 'quotaHousehold', operator: 'lessThan', value: 5 },
    { fact: 'identity', operator: 'equal', value: 'verified' },
    { fact: 'historyRefused', operator: 'lessThan', value: 3 },
    { fact: 'phonePrefix', operator: 'in', value: phonePrefixes },
  ],
}

/** On the objects that the other peers get, as its own documentation reads parts of a fact. */
const pathConditions = {
  all: [
    { fact: 'person', path: '$.birthDate', operator: 'ageAtLeast', value: 18 },
    { fact: 'person', path: '$.registration', operator: 'in', value: ['511525', '511523', '511502'] },
    { fact: 'position', operator: 'inCircle', value: true },
    { fact: 'position', operator: 'inCounty', value: true },
    { fact: 'now', operator: 'greaterThanInclusive', value: from },
    { fact: 'now', operator: 'lessThan', value: to },
    { fact: 'quota', path: '$.person', operator: 'lessThan', value: 2 },
    { fact: 'quota', path: '$.household', operator: 'lessThan', value: 5 },
    { fact: 'person', path: '$.identity', operator: 'equal', value: 'verified' },
    { fact: 'history', path: '$.refused', operator: 'lessThan', value: 3 },
    { fact: 'person', path: '$.phonePrefix', operator: 'in', value: phonePrefixes },
  ],
}

/** An engine built once; an answer with its results for every condition. */
export function jsonRulesEngine(form: 'flat' | 'paths'): (facts: PlainFacts) => Promise<boolean> {
  const engine = new Engine()
  engine.addOperator<string, number>('ageAtLeast', (birthDate, years) => ageOn(birthDate, today) >= years)
  engine.addOperator<Place, boolean>('inCircle', (place) => isInCircle(place))
  engine.addOperator<Place, boolean>('inCounty', (place) => isInCounty(place))
  const conditions = (form === 'flat' ? flatConditions : pathConditions) as TopLevelCondition
  engine.addRule({ conditions, event: { type: 'eligible' } })
  return async (facts) => (await engine.run(facts)).events.length > 0
}

/** A decision with one expression node that says of each condition whether it holds: the nearest to reasons that it has. */
export function zen(): (facts: PlainFacts) => Promise<boolean> {
  const [west = 0, south = 0] = county[0] ?? []
  const [east = 0, north = 0] = county[2] ?? []
  const metres = 111_195
  const scale = Math.cos((centre.latitude * Math.PI) / 180) * metres
  const quoted = (texts: readonly string[]) => `[${texts.map((text) => `"${text}"`).join(', ')}]`
  const expressionOf: Readonly<Record<string, string>> = {
    age: 'person.birthKey + 180000 <= todayKey',
    region: 'person.registration in ["511525", "511523", "511502"]',
    circle:
      `(position.latitude - ${centre.latitude}) * (position.latitude - ${centre.latitude}) * ${metres ** 2}` +
      ` + (position.longitude - ${centre.longitude}) * (position.longitude - ${centre.longitude}) * ${scale ** 2}` +
      ` <= ${radiusMetres ** 2}`,
    polygon:
      `position.longitude >= ${west} and position.longitude <= ${east}` +
      ` and position.latitude >= ${south} and position.latitude <= ${north}`,
    window: `now >= ${from} and now < ${to}`,
    quota: 'quota.person < 2',
    household: 'quota.household < 5',
    identity: 'person.identity == "verified"',
    history: 'history.refused < 3',
    phone: `person.phonePrefix in ${quoted(phonePrefixes)}`,
  }
  const all = Object.keys(expressionOf).map((key) => `$.${key}`)
  const expressions = [
    ...Object.entries(expressionOf).map(([key, value]) => ({ id: key, key, value })),
    { id: 'eligible', key: 'eligible', value: all.join(' and ') },
  ]
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', name: 'request', type: 'inputNode', position: { x: 0, y: 0 } },
      { id: 'rules', name: 'rules', type: 'expressionNode', position: { x: 1, y: 0 }, content: { expressions } },
      { id: 'out', name: 'response', type: 'outputNode', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'rules', type: 'edge' },
      { id: 'b', sourceId: 'rules', targetId: 'out', type: 'edge' },
    ],
  })
  return async (facts) => (await decision.evaluate(facts)).result.eligible === true
}

/** Compiled to one function; says true or false only. */
export function jsonLogicCompiled(): (facts: PlainFacts) => boolean {
  const engine = new LogicEngine()
  const plain = { deterministic: true, sync: true }
  engine.addMethod('ageAtLeast', ([birthDate, years]: [string, number]) => ageOn(birthDate, today) >= years, plain)
  engine.addMethod('inCircle', ([place]: [Place]) => isInCircle(place), plain)
  engine.addMethod('inCounty', ([place]: [Place]) => isInCounty(place), plain)
  const fact = (name: string) => ({ var: name })
  return engine.build({
    and: [
      { ageAtLeast: [fact('person.birthDate'), 18] },
      { in: [fact('person.registration'), ['511525', '511523', '511502']] },
      { inCircle: [fact('position')] },
      { inCounty: [fact('position')] },
      { '<=': [from, fact('now')] },
      { '<': [fact('now'), to] },
      { '<': [fact('quota.person'), 2] },
      { '<': [fact('quota.household'), 5] },
      { '===': [fact('person.identity'), 'verified'] },
      { '<': [fact('history.refused'), 3] },
      { in: [fact('person.phonePrefix'), phonePrefixes] },
    ],
  }) as (facts: PlainFacts) => boolean
}
