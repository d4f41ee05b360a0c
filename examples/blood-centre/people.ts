import type { Area, Person } from '../web/sign-in.ts'

export const tenant = 'blood-centre'

/** The centre's donation records say which donations are a person's; they are the proof when a card is bound. */
function donor(key: string, name: string, about: Person['about'], idNumber: string, donations: string[]): Person {
  const facts = { 'person.identity': 'verified', 'person.donations': donations }
  return { key, name, about, session: { role: 'holder', tenant, person: { idNumber }, facts, ttlSeconds: 900 } }
}

/** ID numbers with the sequence 000 are given to nobody; neither are these donation numbers. */
export const wallet: Area = {
  path: '/wallet',
  people: [
    donor('chen-jie', '陈洁', ['献血编号 X2600001', 'Donation X2600001'], '511525198506120002', ['X2600001']),
    donor('liu-bo', '刘波', ['献血编号 X2600002、X2600003', 'Donations X2600002 and X2600003'], '511502195709230000', [
      'X2600003',
      'X2600002',
    ]),
    donor('tang-yue', '唐悦', ['没有献血记录', 'No donation on record'], '510107197902140005', []),
  ],
}

export interface Station {
  readonly stationId: string
  readonly title: string
  readonly region: string
}

export const stations: readonly Station[] = [
  { stationId: 'house-1', title: '市中心献血屋', region: '511502' },
  { stationId: 'bus-1', title: '一号献血车', region: '511525' },
]

function nurse(key: string, name: string, about: Person['about'], stationId: string): Person {
  return { key, name, about, session: { role: 'staff', tenant, id: key, stationId, ttlSeconds: 3600 } }
}

export const desk: Area = {
  path: '/desk',
  people: [
    nurse('nurse-zhang', '张护士', ['市中心献血屋', 'Donation house'], 'house-1'),
    nurse('nurse-liu', '柳护士', ['一号献血车', 'Donation bus 1'], 'bus-1'),
  ],
}

export const shops = [
  { merchantId: 'gift-shop', title: '血站纪念品店', region: '511502', industry: 'F52' },
  { merchantId: 'tea-house', title: '隔壁茶馆', region: '511502', industry: 'H62' },
] as const

function clerk(key: string, name: string, about: Person['about'], merchantId: string): Person {
  const session = { role: 'terminal', tenant, merchantId, terminalId: 't1', id: key, ttlSeconds: 3600 } as const
  return { key, name, about, session }
}

export const shop: Area = {
  path: '/shop',
  people: [
    clerk('gift-wu', '吴店员', ['血站纪念品店', 'Gift shop'], 'gift-shop'),
    clerk('tea-qian', '钱店员', ['隔壁茶馆：不收兑换卡', 'Tea house: takes no cards'], 'tea-house'),
  ],
}

function official(key: string, name: string, about: Person['about'], role: 'operator' | 'auditor'): Person {
  return { key, name, about, session: { role, tenant, id: key, ttlSeconds: 3600 } }
}

export const sponsor: Area = {
  path: '/sponsor',
  people: [
    official('he', '何主任', ['经办：采购、发卡', 'Operator: buys cards and hands them to stations'], 'operator'),
    official('sun', '孙审计', ['审计：看账', 'Auditor: reads the books'], 'auditor'),
  ],
}
