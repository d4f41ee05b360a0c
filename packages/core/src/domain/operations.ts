import type { EntityKind } from '../kernel/entity.ts'
import { batchEntity } from './batch/batch-entity.ts'
import { approveBatch, closeBatch, pauseBatch, resumeBatch, voidBatch } from './batch/change-batch.ts'
import { changeQuota } from './batch/change-quota.ts'
import { changeRegionQuota } from './batch/change-region-quota.ts'
import { openBatch } from './batch/open-batch.ts'
import { batchFigures, getBatch, listBatches } from './batch/read-batches.ts'
import { sweepBatch } from './batch/sweep-batch.ts'
import { cardOperations, cardReferenceKinds } from './card/card-operations.ts'
import { answerChallenge } from './challenge/answer-challenge.ts'
import { getChallenge } from './challenge/get-challenge.ts'
import { readChallenge } from './challenge/read-challenge.ts'
import { showChallenge } from './challenge/show-challenge.ts'
import { custodyOperations, custodyReferenceKinds } from './custody/custody-operations.ts'
import { recheckDecisions } from './decision/recheck-decisions.ts'
import { bindDevice, cancelRebinding, getDevice } from './device/device-operations.ts'
import { closeDrawLane } from './draw/close-draw-lane.ts'
import { enterDraw } from './draw/enter-draw.ts'
import { getDraw } from './draw/get-draw.ts'
import { getEntry } from './draw/get-entry.ts'
import { giveDrawNumber } from './draw/give-draw-number.ts'
import { readDrawRecord } from './draw/read-draw-record.ts'
import { sealDraw } from './draw/seal-draw.ts'
import { listHistory } from './holder/list-history.ts'
import { readJournal } from './ledger/read-journal.ts'
import { readLedger } from './ledger/read-ledger.ts'
import { merchantEntity } from './merchant/merchant-entity.ts'
import {
  addMerchant,
  changeMerchant,
  listMerchants,
  reinstateMerchant,
  suspendMerchant,
} from './merchant/merchant-operations.ts'
import { allowOffline } from './offline/offline-allowance.ts'
import { fetchOfflineCredential } from './offline/offline-credential.ts'
import { reconcileSale } from './offline/reconcile-sale.ts'
import { checkProgramme } from './programme/check-programme.ts'
import { programmeEntity, programmeVersionEntity } from './programme/programme-entity.ts'
import { publishProgramme } from './programme/publish-programme.ts'
import { getProgramme, listProgrammes } from './programme/read-programmes.ts'
import { captureReservation } from './reservation/capture-reservation.ts'
import { confirmReservation, declineReservation } from './reservation/confirm-reservation.ts'
import { getReservation } from './reservation/get-reservation.ts'
import { releaseReservation } from './reservation/release-reservation.ts'
import { reserveVoucher } from './reservation/reserve-voucher.ts'
import { closedGroupsEntity } from './risk/closed-groups.ts'
import { dryRunRisk } from './risk/dry-run-risk.ts'
import { gatherVisits } from './risk/gather-visits.ts'
import { groupShops } from './risk/group-shops.ts'
import { listClues } from './risk/list-clues.ts'
import { reportResale } from './risk/report-resale.ts'
import { mintSession } from './session/mint-session.ts'
import { revocationEntity } from './session/revocation.ts'
import { revokeSessions } from './session/revoke-sessions.ts'
import { confirmDecision } from './settlement/confirm-decision.ts'
import { holdSettlement } from './settlement/hold-settlement.ts'
import { listHeld } from './settlement/list-held.ts'
import { proposeDecision } from './settlement/propose-decision.ts'
import { listShopPayments } from './shop-code/list-shop-payments.ts'
import { payShopCode } from './shop-code/pay-shop-code.ts'
import { printShopCode } from './shop-code/print-shop-code.ts'
import { readShopCode } from './shop-code/read-shop-code.ts'
import { closeStatements } from './statement/close-statements.ts'
import { getStatement } from './statement/get-statement.ts'
import { stationEntity } from './station/station-entity.ts'
import { addStation, listStations } from './station/station-operations.ts'
import { claimVoucher } from './voucher/claim-voucher.ts'
import { listOffers } from './voucher/list-offers.ts'
import { mintDigits } from './voucher/mint-digits.ts'
import { mintToken } from './voucher/mint-token.ts'
import { getRedemption } from './voucher/read-redemption.ts'
import { getVoucher, listVouchers } from './voucher/read-vouchers.ts'
import { redeemVoucher } from './voucher/redeem-voucher.ts'
import { refundVoucher } from './voucher/refund-voucher.ts'
import { showCodes } from './voucher/show-codes.ts'
import { voidVoucher } from './voucher/void-voucher.ts'

/** The one table of operations: routes, OpenAPI, client, command line and permissions are read off it. */
export const operations = {
  'programme.check': checkProgramme,
  'programme.publish': publishProgramme,
  'programme.get': getProgramme,
  'programme.list': listProgrammes,
  'batch.open': openBatch,
  'batch.approve': approveBatch,
  'batch.pause': pauseBatch,
  'batch.resume': resumeBatch,
  'batch.close': closeBatch,
  'batch.void': voidBatch,
  'batch.changeQuota': changeQuota,
  'batch.changeRegionQuota': changeRegionQuota,
  'batch.sweep': sweepBatch,
  'batch.get': getBatch,
  'batch.list': listBatches,
  'batch.figures': batchFigures,
  'draw.get': getDraw,
  'draw.enter': enterDraw,
  'draw.entry': getEntry,
  'draw.close': closeDrawLane,
  'draw.seal': sealDraw,
  'draw.give': giveDrawNumber,
  'draw.record': readDrawRecord,
  'voucher.offers': listOffers,
  'voucher.claim': claimVoucher,
  'voucher.list': listVouchers,
  'voucher.get': getVoucher,
  'voucher.codes': showCodes,
  'voucher.digits': mintDigits,
  'voucher.token': mintToken,
  'voucher.redeem': redeemVoucher,
  'voucher.reserve': reserveVoucher,
  'voucher.confirm': confirmReservation,
  'voucher.decline': declineReservation,
  'reservation.get': getReservation,
  'reservation.capture': captureReservation,
  'reservation.release': releaseReservation,
  'challenge.show': showChallenge,
  'challenge.read': readChallenge,
  'challenge.answer': answerChallenge,
  'challenge.get': getChallenge,
  'shopCode.print': printShopCode,
  'shopCode.read': readShopCode,
  'shopCode.pay': payShopCode,
  'shopCode.payments': listShopPayments,
  'offline.credential': fetchOfflineCredential,
  'offline.allowance': allowOffline,
  'offline.reconcile': reconcileSale,
  'voucher.refund': refundVoucher,
  'voucher.void': voidVoucher,
  'redemption.get': getRedemption,
  ...cardOperations,
  ...custodyOperations,
  'device.get': getDevice,
  'device.bind': bindDevice,
  'device.cancel': cancelRebinding,
  'history.list': listHistory,
  'merchant.add': addMerchant,
  'merchant.change': changeMerchant,
  'merchant.suspend': suspendMerchant,
  'merchant.reinstate': reinstateMerchant,
  'merchant.list': listMerchants,
  'station.add': addStation,
  'station.list': listStations,
  'session.mint': mintSession,
  'session.revoke': revokeSessions,
  'risk.report': reportResale,
  'risk.gather': gatherVisits,
  'risk.groups': groupShops,
  'risk.clues': listClues,
  'risk.dryRun': dryRunRisk,
  'settlement.hold': holdSettlement,
  'settlement.held': listHeld,
  'settlement.propose': proposeDecision,
  'settlement.confirm': confirmDecision,
  'statement.close': closeStatements,
  'statement.get': getStatement,
  'ledger.balances': readLedger,
  'journal.read': readJournal,
  'decision.recheck': recheckDecisions,
} as const

/** Rows that are also held in memory by name. */
export const referenceKinds: readonly EntityKind<unknown>[] = [
  programmeEntity,
  programmeVersionEntity,
  batchEntity,
  merchantEntity,
  stationEntity,
  revocationEntity,
  closedGroupsEntity,
  ...cardReferenceKinds,
  ...custodyReferenceKinds,
]
