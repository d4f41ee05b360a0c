import type { Words } from '../i18n/create-words.ts'
import type { MessageKey } from '../i18n/message-keys.ts'

interface Place {
  readonly position: number
  readonly waitSeconds: number
}

/** The service hands out turns at an even pace, so the place moves up as the time goes by. */
export function positionAt({ position, waitSeconds }: Place, secondsLeft: number): number {
  return Math.max(1, Math.min(position, Math.round((position * secondsLeft) / Math.max(1, waitSeconds))))
}

/** How long, by the minute: seconds would promise what nobody knows. */
export function waitWords(words: Words<MessageKey>, secondsLeft: number): string {
  if (secondsLeft <= 0) return words.t('queueNow')
  return secondsLeft < 60 ? words.t('queueSoon') : words.t('queueMinutes', { minutes: Math.ceil(secondsLeft / 60) })
}
