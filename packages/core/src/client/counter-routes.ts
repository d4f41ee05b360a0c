// Made by tools/generate-client.ts from the table of operations; a test fails when it is out of date.
import type { ClientRoutes } from './client-route.ts'

export const counterRoutes = {
  'voucher.redeem': ['POST /v1/redemptions', 'key'],
  'voucher.reserve': ['POST /v1/reservations', 'key'],
  'reservation.get': ['GET /v1/reservations/{reservationId}', 'read'],
  'reservation.capture': ['POST /v1/reservations/{reservationId}/capture', 'key'],
  'reservation.release': ['POST /v1/reservations/{reservationId}/release', 'key'],
  'challenge.show': ['POST /v1/challenges', 'natural'],
  'challenge.get': ['GET /v1/challenges/{challengeId}', 'read'],
  'voucher.refund': ['POST /v1/redemptions/{redemptionId}/refunds', 'key'],
  'redemption.get': ['GET /v1/redemptions/{redemptionId}', 'read'],
  'card.activate': ['POST /v1/cards/activations', 'key'],
  'card.requestBulk': ['POST /v1/cards/bulk-requests', 'key'],
  'card.approveBulk': ['POST /v1/cards/bulk-approvals', 'key'],
  'card.bulkStatus': ['GET /v1/stations/{stationId}/activations', 'read'],
  'card.reverseActivation': ['POST /v1/cards/reversals', 'key'],
  'card.void': ['POST /v1/cards/voids', 'key'],
  'card.replace': ['POST /v1/cards/replacements', 'key'],
  'card.spend': ['POST /v1/card-spends', 'key'],
  'card.recalls': ['GET /v1/card-recalls', 'read'],
  'risk.report': ['POST /v1/risk/reports', 'key'],
} as const satisfies ClientRoutes
