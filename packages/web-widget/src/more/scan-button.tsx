import { ScanIcon } from '../views/icons.tsx'
import type { MoreActions } from './more-actions.ts'

interface ScanButtonProps extends Pick<MoreActions, 'onWechat' | 'onPicture'> {
  readonly label: string
  readonly about: 'card' | 'challenge'
}

/** The way to a scan that this browser has: WeChat's scanner, or the phone's camera app and a picture. */
export function ScanButton({ label, about, onWechat, onPicture }: ScanButtonProps) {
  if (onWechat) {
    return (
      <button type="button" class="button secondary" part="button-secondary" onClick={() => onWechat(about)}>
        <ScanIcon />
        {label}
      </button>
    )
  }
  if (!onPicture) return null
  return (
    <label class="button secondary" part="button-secondary">
      <ScanIcon />
      {label}
      <input
        class="visually-hidden"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          if (file) onPicture(about, file)
          currentTarget.value = ''
        }}
      />
    </label>
  )
}
