import { InvalidArgumentError } from 'commander'

/** @throws InvalidArgumentError, so that the command is not run, for anything but one to nine digits. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Write a whole number without separators.')
  return Number(text)
}
