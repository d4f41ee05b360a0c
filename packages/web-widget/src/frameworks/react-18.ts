// Types of the elements in JSX of React 18. It writes attributes only: functions and events go through a `ref`.
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { AttributesOf, Elements } from './element-props.ts'

type React18Elements = {
  [Tag in keyof Elements]: DetailedHTMLProps<Omit<HTMLAttributes<Elements[Tag]>, 'className'>, Elements[Tag]> &
    // It writes `false` as text, which is an attribute that is there.
    AttributesOf<Tag, true | ''> & { class?: string | undefined }
}

declare global {
  // biome-ignore lint/style/noNamespace: React's own name for it
  namespace JSX {
    interface IntrinsicElements extends React18Elements {}
  }
}
