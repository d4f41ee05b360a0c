import { ScanIcon } from '../views/icons.tsx'
import { PictureButton } from '../views/picture-button.tsx'
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
  return onPicture ? <PictureButton label={label} onPicture={(file) => onPicture(about, file)} /> : null
}
