import { type KeyMaterial, type KeyRing, loadKeys, type SuiteName } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { InvalidArgumentError, Option } from 'commander'
import { readKeys, retireKeysIn, rotateKeysIn } from '../../keys/key-folder.ts'
import {
  addSecretKey,
  isSecretKeyValid,
  readSecretKeys,
  revokeSecretKey,
  type SecretKeyRecord,
  secretKeyRoles,
} from '../../keys/secret-keys.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'

export const addKeyCommands: AddCommand = (program, run) => {
  const key = program.command('key').description('Keys that sign codes and tokens, and secret keys of backends.')
  key
    .command('list')
    .description('Show the epochs of the signing keys and the secret keys, without any key.')
    .action(() => run(list))
  key
    .command('rotate')
    .description('Add an epoch: its public keys are handed out now, it is used after the notice.')
    .option('--notice-hours <hours>', 'how long partners have to fetch it', parseHours, 24)
    .addOption(suiteOption('of the new epoch; as in the newest one unless given'))
    .option('--only-this-tenant', 'that suite for this tenant alone', false)
    .action((wanted: RotateOptions) => run((line) => rotate(line, wanted)))
  key
    .command('retire')
    .description('End an epoch: its codes and voucher tokens are refused from now on.')
    .argument('<epoch>', 'its number, see key list', parseEpoch)
    .option('--marks', 'card marks of this epoch too: cards in drawers become worthless as proof', false)
    .action((epoch: number, options: { marks: boolean }) => run((line) => retire(line, epoch, options)))
  key
    .command('create-secret')
    .description('Make a secret key for a backend, a partner or a member of staff; it is shown this once.')
    .requiredOption('--name <name>', 'whose it is')
    .option('--role <role>', `one of ${secretKeyRoles.join(', ')}`, 'host')
    .option('--expires <time>', 'ISO 8601 with offset, e.g. 2027-01-01T00:00:00+08:00', parseTime)
    .action((wanted: { name: string; role: string; expires?: Date }) => run((line) => createSecret(line, wanted)))
  key
    .command('revoke-secret')
    .description('End a secret key; running servers know it within two seconds.')
    .argument('<id>', 'key_…, see key list')
    .action((id: string) =>
      run((line) => {
        const record = revokeSecretKey(line.places.keys, id, line.terminal.now())
        return line.output.done(shown(record), [`Revoked ${record.id} (${record.name}).`])
      }),
    )
}

interface RotateOptions {
  readonly noticeHours: number
  readonly suite?: SuiteName
  readonly onlyThisTenant: boolean
}

/** Which algorithms: `p256` (P-256, AES, SHA-256) or `sm` (SM2, SM4, SM3). */
export function suiteOption(what: string): Option {
  return new Option('--suite <suite>', `algorithms ${what}: p256, or sm for SM2, SM3 and SM4`).choices(['p256', 'sm'])
}

async function list(line: CommandLine): Promise<ExitCode> {
  const nowMs = line.terminal.now().getTime()
  const epochs = await epochsOf(readKeys(line.places.keys).material, line.tenant(), nowMs)
  const secretKeys = readSecretKeys(line.places.keys).records
  return line.output.done({ epochs, secretKeys: secretKeys.map(shown) }, [
    'Signing keys:',
    ...epochs.flatMap(({ epoch, state, activeFrom, algorithm, kids }) => [
      `  epoch ${epoch}  ${state}  ${algorithm}  in use from ${activeFrom}`,
      `    kid of tokens ${kids.tokens}, of card marks ${kids.marks}`,
    ]),
    'Secret keys:',
    ...(secretKeys.length === 0 ? ['  none; make one with: tally key create-secret --name NAME'] : []),
    ...secretKeys.map((record) => {
      const state = isSecretKeyValid(record, nowMs) ? 'valid' : record.revokedAt ? 'revoked' : 'expired'
      return `  ${record.id}  ${state}  ${record.tenant}/${record.role}  ${record.name}`
    }),
  ])
}

function rotate(line: CommandLine, { noticeHours, suite, onlyThisTenant }: RotateOptions): ExitCode {
  if (onlyThisTenant && !suite) {
    throw new TallyError('keys_suite_missing', 'Say which suite this tenant shall have: --suite sm or --suite p256.')
  }
  const material = rotateKeysIn(line.places.keys, line.terminal.now(), {
    noticeHours,
    ...(suite ? { suite } : {}),
    ...(onlyThisTenant ? { tenant: line.tenant() } : {}),
  })
  const added = material.epochs.at(-1)
  const { epoch, activeFrom } = { epoch: added?.epoch, activeFrom: added?.activeFrom }
  return line.output.done({ epoch, activeFrom }, [
    `Epoch ${epoch} is published now and used from ${activeFrom}.`,
    'Older epochs stay valid; end them with tally key retire once their last tokens have expired.',
  ])
}

async function retire(line: CommandLine, epoch: number, options: { marks: boolean }): Promise<ExitCode> {
  const tenant = line.tenant()
  const material = retireKeysIn(line.places.keys, epoch, line.terminal.now(), options)
  const kids = kidsOf(await loadKeys(material), tenant, epoch)
  const denied = options.marks ? [kids.tokens, kids.marks] : [kids.tokens]
  return line.output.done({ epoch, marks: options.marks, kids }, [
    `Epoch ${epoch} is retired: its codes and tokens are refused${options.marks ? ', and its card marks' : '; its card marks stay valid'}.`,
    `Partners may hold the key set for ten more minutes. If a key has leaked, have them deny at once: ${denied.join(', ')}`,
  ])
}

function createSecret(line: CommandLine, wanted: { name: string; role: string; expires?: Date }): ExitCode {
  const { record, secretKey } = addSecretKey(
    line.places.keys,
    { tenant: line.tenant(), role: wanted.role, name: wanted.name, expiresAt: wanted.expires },
    line.terminal.now(),
  )
  return line.output.done({ ...shown(record), secretKey }, [
    `Made ${record.id} for ${record.name} (${record.tenant}/${record.role}). Shown this once:`,
    `  ${secretKey}`,
  ])
}

/** What partners put on their deny list when a key of this epoch has leaked. */
function kidsOf(ring: KeyRing, tenant: string, epoch: number): { tokens: string; marks: string } {
  return { tokens: ring.signingKey(tenant, epoch).kid, marks: ring.signingKey(tenant, epoch, 'tally-mark').kid }
}

async function epochsOf(material: KeyMaterial, tenant: string, nowMs: number) {
  const inUse = material.epochs.findLast(
    ({ activeFrom, retiredAt }) => Date.parse(activeFrom) <= nowMs && !(retiredAt && Date.parse(retiredAt) <= nowMs),
  )
  const ring = await loadKeys(material)
  return material.epochs.map(({ secret: _secret, suite: _suite, tenantSuites: _tenants, ...epoch }) => ({
    ...epoch,
    algorithm: ring.suite(tenant, epoch.epoch).alg,
    kids: kidsOf(ring, tenant, epoch.epoch),
    state: epoch.retiredAt
      ? 'retired'
      : Date.parse(epoch.activeFrom) > nowMs
        ? 'announced'
        : epoch.epoch === inUse?.epoch
          ? 'in use'
          : 'accepted',
  }))
}

/** Without the hash: it is of no use to people. */
function shown({ hash: _hash, ...record }: SecretKeyRecord) {
  return record
}

function parseHours(text: string): number {
  const hours = Number(text)
  if (!/^\d{1,4}$/.test(text) || hours > 8760) throw new InvalidArgumentError('Hours are a number from 0 to 8760.')
  return hours
}

function parseEpoch(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('An epoch is a number, see tally key list.')
  return Number(text)
}

function parseTime(text: string): Date {
  const time = new Date(text)
  if (!/(?:Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError('Write a time like 2027-01-01T00:00:00+08:00.')
  }
  return time
}
