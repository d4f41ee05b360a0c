import { ScanIcon } from '../views/icons.tsx'

interface ScanButtonProps {
  readonly label: string
  /** By WeChat; undefined outside it. */
  readonly onWechat: (() => void) | undefined
  readonly onPicture: ((file: Blob) => void) | undefined
}

/** The way to a scan that this browser has: WeChat's scanner, or the phone's camera app and a picture. */
export function ScanButton({ label, onWechat, onPicture }: ScanButtonProps) {
  if (onWechat) {
    return (
      <button type="button" class="button secondary" part="button-secondary" onClick={onWechat}>
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
          if (file) onPicture(file)
          currentTarget.value = ''
        }}
      />
    </label>
  )
}
