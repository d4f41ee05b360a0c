import { BackIcon } from './icons.tsx'

interface TopBarProps {
  readonly title: string
  readonly back?: { readonly label: string; readonly onPress: () => void } | undefined
}

/** A view's title; it takes the focus when the view comes up, so that a screen reader begins there. */
export function TopBar({ title, back }: TopBarProps) {
  return (
    <header class="top" part="header">
      {back && (
        <button type="button" class="back" part="button-secondary" onClick={back.onPress}>
          <BackIcon />
          {back.label}
        </button>
      )}
      <h1 class="title" tabIndex={-1} data-focus="">
        {title}
      </h1>
    </header>
  )
}
