// Made by tools/generate-client.ts from the table of operations; a test fails when it is out of date.
import type { ClientRoutes } from './client-route.ts'

export const holderMoreRoutes = {
  'draw.get': ['GET /v1/draws/{batchId}', 'read'],
  'draw.enter': ['POST /v1/draws/{batchId}/entries', 'key'],
  'draw.entry': ['GET /v1/draws/{batchId}/entry', 'read'],
  'voucher.digits': ['POST /v1/vouchers/{voucherId}/digits', 'natural'],
  'voucher.confirm': ['POST /v1/vouchers/{voucherId}/confirmation', 'natural'],
  'voucher.decline': ['POST /v1/vouchers/{voucherId}/refusal', 'natural'],
  'challenge.read': ['POST /v1/challenge-readings', 'natural'],
  'challenge.answer': ['POST /v1/vouchers/{voucherId}/challenge-answers', 'key'],
  'shopCode.read': ['POST /v1/shop-code-readings', 'read'],
  'shopCode.pay': ['POST /v1/vouchers/{voucherId}/shop-code-payments', 'key'],
  'card.check': ['POST /v1/card-checks', 'natural'],
  'card.bind': ['POST /v1/cards/bindings', 'key'],
  'device.get': ['GET /v1/device', 'read'],
  'device.bind': ['POST /v1/device', 'natural'],
  'device.cancel': ['POST /v1/device/cancellation', 'natural'],
} as const satisfies ClientRoutes
