// Types of the elements in JSX of React 19. `import type {} from '@tallystick/web-widget/react'` brings them in.
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { AttributesOf, Elements, Listeners, PropertiesOf } from './element-props.ts'

type ReactElements = {
  [Tag in keyof Elements]: DetailedHTMLProps<HTMLAttributes<Elements[Tag]>, Elements[Tag]> &
    AttributesOf<Tag, boolean | ''> &
    PropertiesOf<Tag> &
    Listeners
}

declare module 'react' {
  // biome-ignore lint/style/noNamespace: React's own name for it
  namespace JSX {
    interface IntrinsicElements extends ReactElements {}
  }
}
