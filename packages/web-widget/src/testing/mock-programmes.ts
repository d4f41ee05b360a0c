// Made up, like everything of the mock service: what a sponsor would have written.

const forever = { from: '2025-01-20T10:00:00+08:00', to: '2099-01-01T00:00:00+08:00' }
const contact = {
  phone: '0831-0000000',
  place: { 'zh-CN': '县政务服务中心 3 号窗口', en: 'County service centre, counter 3' },
}

const catering = {
  kind: 'voucher',
  title: { 'zh-CN': '餐饮满100减20', en: 'Catering: spend 100, save 20' },
  terms: { thresholdMinor: 100_00, offMinor: 20_00 },
  usable: { within: 'P7D' },
  redemption: {
    all: [
      {
        fact: 'merchant.industry',
        operator: 'in',
        value: ['H62'],
        message: { 'zh-CN': '本券限餐饮门店使用。', en: 'For restaurants only.' },
      },
    ],
  },
}

const retail = {
  kind: 'voucher',
  title: { 'zh-CN': '零售满200减50', en: 'Retail: spend 200, save 50' },
  terms: { thresholdMinor: 200_00, offMinor: 50_00 },
  usable: { within: 'P15D' },
}

/** The circle of the scenario `nearby`. */
const town = { latitude: 28.77, longitude: 104.62, radiusMetres: 9000, datum: 'wgs84' }

export const mockProgrammes = [
  {
    programme: 'spring',
    timeZone: 'Asia/Shanghai',
    period: forever,
    contact,
    budget: { amountMinor: 10_000_000 },
    benefits: { catering, retail },
    approval: 'one',
  },
  {
    programme: 'nearby',
    timeZone: 'Asia/Shanghai',
    period: forever,
    contact,
    budget: { amountMinor: 10_000_000 },
    eligibility: {
      all: [
        {
          fact: 'position',
          operator: 'withinCircle',
          value: town,
          message: { 'zh-CN': '请到县城范围内领取。', en: 'Come into the county town to claim.' },
        },
      ],
    },
    benefits: { catering },
    approval: 'one',
  },
  {
    programme: 'agreed',
    timeZone: 'Asia/Shanghai',
    period: forever,
    contact,
    budget: { amountMinor: 10_000_000 },
    benefits: { catering: { ...catering, safeguards: { confirmFromMinor: 10_00 } } },
    approval: 'one',
  },
  {
    programme: 'printed',
    timeZone: 'Asia/Shanghai',
    period: forever,
    contact,
    budget: { amountMinor: 10_000_000 },
    benefits: {
      catering: { ...catering, safeguards: { printedCode: { perVoucherMinor: 20_00, perDayMinor: 1_000_00 } } },
    },
    approval: 'one',
  },
  {
    programme: 'bound',
    timeZone: 'Asia/Shanghai',
    period: forever,
    contact,
    budget: { amountMinor: 10_000_000 },
    benefits: { catering: { ...catering, safeguards: { device: 'optional', withoutDeviceUpToMinor: 10_00 } } },
    approval: 'one',
  },
  {
    programme: 'residents',
    timeZone: 'Asia/Shanghai',
    period: forever,
    contact,
    budget: { amountMinor: 10_000_000 },
    eligibility: {
      all: [
        {
          fact: 'person.registration',
          operator: 'withinRegion',
          value: '510104',
          message: { 'zh-CN': '本活动面向锦江区户籍居民。', en: 'For residents registered in Jinjiang.' },
        },
      ],
    },
    benefits: { retail },
    approval: 'one',
  },
  {
    programme: 'souvenir',
    timeZone: 'Asia/Shanghai',
    period: forever,
    contact,
    benefits: {
      card: {
        kind: 'card',
        title: { 'zh-CN': '献血纪念品兑换卡', en: 'Donor’s souvenir card' },
        faceValuesMinor: [40_00],
        perDonationMinor: 60_00,
      },
    },
  },
] as const
