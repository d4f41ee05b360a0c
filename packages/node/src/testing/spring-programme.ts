/** A made-up county's vouchers: open for years, for who is registered in the county, and opened by one person alone. */
export const springProgramme = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  budget: { amountMinor: 200_000_00 },
  eligibility: { all: [{ fact: 'person.registration', operator: 'withinRegion', value: '511525' }] },
  benefits: {
    catering: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 100_00, offMinor: 20_00 } },
  },
  approval: 'one',
}
