// Made by tools/generate-client.ts from the table of operations; a test fails when it is out of date.
import type { ClientRoutes } from './client-route.ts'

export const holderRoutes = {
  'voucher.offers': ['GET /v1/offers', 'read'],
  'voucher.claim': ['POST /v1/vouchers', 'key'],
  'voucher.list': ['GET /v1/vouchers', 'read'],
  'voucher.get': ['GET /v1/vouchers/{voucherId}', 'read'],
  'voucher.codes': ['POST /v1/vouchers/{voucherId}/codes', 'natural'],
  'card.list': ['GET /v1/cards', 'read'],
  'card.balance': ['GET /v1/cards/{cardId}', 'read'],
  'card.codes': ['POST /v1/cards/{cardId}/codes', 'read'],
  'history.list': ['GET /v1/history', 'read'],
} as const satisfies ClientRoutes
