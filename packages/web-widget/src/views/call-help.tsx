import type { Words } from '../i18n/create-words.ts'
import type { SharedKey } from '../i18n/message-keys.ts'
import type { Contact } from '../state/wallet-api.ts'
import { PhoneIcon } from './icons.tsx'

/** The way out that always works. A number that is no telephone number is not made a link. */
export function CallHelp({
  words,
  contact,
}: {
  readonly words: Words<SharedKey>
  readonly contact?: Contact | undefined
}) {
  const phone = contact?.phone
  if (!phone) return null
  const dialled = phone.replace(/[^\d+]/g, '')
  const [before, ...after] = words.t('callHelpNumber', { phone }).split(phone)
  return (
    <a class="button secondary" part="button-secondary" href={`tel:${dialled}`}>
      <PhoneIcon />
      <span>
        {before}
        {after.length > 0 && <span class="whole">{phone}</span>}
        {after.join(phone)}
      </span>
    </a>
  )
}
