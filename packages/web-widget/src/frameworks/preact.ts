// Types of the elements in JSX of Preact. `import type {} from '@tallystick/web-widget/preact'` brings them in.
import type { ClassAttributes, HTMLAttributes } from 'preact'
import type { AttributesOf, Elements, Listeners, PropertiesOf } from './element-props.ts'

type PreactElements = {
  [Tag in keyof Elements]: HTMLAttributes<Elements[Tag]> &
    ClassAttributes<Elements[Tag]> &
    AttributesOf<Tag, boolean | ''> &
    PropertiesOf<Tag> &
    Listeners
}

declare module 'preact' {
  // biome-ignore lint/style/noNamespace: Preact's own name for it
  namespace JSX {
    interface IntrinsicElements extends PreactElements {}
  }
}
