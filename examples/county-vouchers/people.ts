import type { Area, Person } from '../web/sign-in.ts'

export const tenant = 'gaoxian'

/** What is verified about a citizen: by the portal's identity check, its phone operator and the police register. */
interface Verified {
  readonly idNumber: string
  readonly identity?: 'verified' | 'unverified'
  readonly phoneHome: string
  readonly registration: string
}

function citizen(key: string, name: string, about: Person['about'], verified: Verified): Person {
  const { idNumber, identity = 'verified', phoneHome, registration } = verified
  const facts = { 'person.identity': identity, 'phone.home': phoneHome, 'person.registration': registration }
  return { key, name, about, session: { role: 'holder', tenant, person: { idNumber }, facts, ttlSeconds: 900 } }
}

/** ID numbers with the sequence 000 are given to nobody. */
export const wallet: Area = {
  path: '/wallet',
  people: [
    citizen('wang', '王小满', ['高县户籍，本市手机号', 'Registered in the county, phone number of the city'], {
      idNumber: '511525199001010005',
      phoneHome: '511500',
      registration: '511525',
    }),
    citizen('li-hua', '李桂花', ['外地户籍，本市手机号', 'Registered elsewhere, phone number of the city'], {
      idNumber: '510521196404300007',
      phoneHome: '511500',
      registration: '510521',
    }),
    citizen(
      'chen',
      '陈远',
      ['成都户籍，成都手机号：不符合条件', 'Registered in Chengdu, phone of Chengdu: not eligible'],
      {
        idNumber: '51010419880305000X',
        phoneHome: '510100',
        registration: '510104',
      },
    ),
    citizen('zhou', '周一凡', ['尚未实名认证', 'Identity not verified yet'], {
      idNumber: '511525199607180009',
      identity: 'unverified',
      phoneHome: '511500',
      registration: '511525',
    }),
  ],
}

export interface Shop {
  readonly merchantId: string
  readonly title: string
  readonly region: string
  readonly industry: string
}

export const shops: readonly Shop[] = [
  { merchantId: 'noodles', title: '老街燃面', region: '511525', industry: 'H62' },
  { merchantId: 'hotpot', title: '河边火锅', region: '511525', industry: 'H62' },
  { merchantId: 'bookshop', title: '向阳书店', region: '511525', industry: 'F52' },
]

function clerk(key: string, name: string, about: Person['about'], merchantId: string): Person {
  const session = { role: 'terminal', tenant, merchantId, terminalId: 't1', id: key, ttlSeconds: 3600 } as const
  return { key, name, about, session }
}

export const shop: Area = {
  path: '/shop',
  people: [
    clerk('noodles-he', '何店员', ['老街燃面（餐饮）', 'Old Street Noodles, catering'], 'noodles'),
    clerk('noodles-luo', '罗店长', ['老街燃面（餐饮），可退券', 'Old Street Noodles, manager'], 'noodles'),
    clerk('hotpot-deng', '邓店员', ['河边火锅（餐饮）', 'Riverside Hotpot, catering'], 'hotpot'),
    clerk(
      'books-yang',
      '杨店员',
      ['向阳书店：不参加本券活动', 'Bookshop: these vouchers are not for books'],
      'bookshop',
    ),
  ],
}

function official(
  key: string,
  name: string,
  about: Person['about'],
  role: 'operator' | 'reviewer' | 'auditor',
): Person {
  return { key, name, about, session: { role, tenant, id: key, ttlSeconds: 3600 } }
}

export const sponsor: Area = {
  path: '/sponsor',
  people: [
    official('li', '李科长', ['经办：开批次', 'Operator: opens batches'], 'operator'),
    official('zhao', '赵主任', ['审批：第二人', 'Reviewer: the second person'], 'reviewer'),
    official('sun', '孙审计', ['审计：看账', 'Auditor: reads the books'], 'auditor'),
  ],
}
