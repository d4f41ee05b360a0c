import { benefit } from '../county-vouchers/prepare.ts'
import type { Scene } from './scene.ts'
import { yuan } from './tour-log.ts'

/** From the programme document to an open batch, with two people. Returns the batch. */
export async function openABatch({ log, li, zhao, programmeText }: Scene): Promise<string> {
  log.chapter('The county publishes its programme and opens a batch   县里发布活动、开批次')
  const slip = programmeText.replace('operator: withinPolygon', 'operator: withinPolygn')
  const wrong = log.refused(
    'a document with a typing slip is not published',
    await li.programme.publish({ source: { format: 'yaml', text: slip } }),
    'programme_document_invalid',
  )
  const line = slip.split('\n').findIndex((text) => text.includes('withinPolygn')) + 1
  log.equal('  the refusal names the line', wrong.detail.line, line)
  const second = programmeText.replace('\nversion: 1\n', '\nversion: 2\n')
  log.accepted(
    'version 2 is published',
    await li.programme.publish({ source: { format: 'yaml', text: second } }),
    ({ programme, version, benefits }) => `${programme} v${version}: ${benefits.join(', ')}`,
  )
  const opened = log.accepted(
    'Li opens a batch of 5',
    await li.batch.open({ benefit, quota: 5 }),
    ({ state, quota, unitMinor }) => `${state}, ${quota} × ${yuan(unitMinor)} yuan`,
  )
  const { batchId } = opened
  log.equal('  it waits for a second person', opened.state, 'draft')
  log.refused('Li approves it himself', await li.batch.approve({ batchId }), 'approval_by_same_person')
  const approved = log.accepted('Zhao approves it', await zhao.batch.approve({ batchId }), ({ state }) => state)
  log.equal('  approved by', approved.approvedBy, 'zhao')
  return batchId
}
