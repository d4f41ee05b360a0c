const RADIUS = 20
const AROUND = 2 * Math.PI * RADIUS

/** Remaining time as a ring; the number stands beside it, so it says nothing to people who listen. */
export function Ring({ share }: { readonly share: number }) {
  return (
    <svg class="ring" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle class="ring-track" cx="24" cy="24" r={RADIUS} fill="none" stroke-width="5" />
      <circle
        class="ring-rest"
        cx="24"
        cy="24"
        r={RADIUS}
        fill="none"
        stroke-width="5"
        stroke-linecap="round"
        stroke-dasharray={AROUND}
        stroke-dashoffset={AROUND * (1 - Math.max(0, Math.min(1, share)))}
        transform="rotate(-90 24 24)"
      />
    </svg>
  )
}
