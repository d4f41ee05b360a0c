import type { QrPicture } from '../qr/qr-path.ts'

/** Dark on white in every theme: tills read nothing else reliably. */
export function QrCode({ picture, label }: { readonly picture: QrPicture; readonly label: string }) {
  return (
    <svg
      class="qr"
      part="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${picture.size} ${picture.size}`}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${picture.size}v${picture.size}H0z`} />
      <path fill="#000" d={picture.path} />
    </svg>
  )
}
