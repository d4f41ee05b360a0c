import { ScanIcon } from './icons.tsx'

interface PictureButtonProps {
  readonly label: string
  readonly onPicture: (file: Blob) => void
}

/** The phone's camera app, or a picture that is there already. */
export function PictureButton({ label, onPicture }: PictureButtonProps) {
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
