import { type ComponentChild, render } from 'preact'
import type { Words } from '../i18n/create-words.ts'
import type { Locale } from '../i18n/local-text.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import { plainRefusal } from '../state/answer.ts'
import { adoptStyles } from '../styles/adopt-styles.ts'
import { FailureView } from '../views/failure-view.tsx'
import { Surroundings } from '../views/surroundings.tsx'
import { choiceOf, commonChoices, type FlagAttribute, type UnobservedAttribute } from './attribute-choices.ts'

export interface Scene {
  readonly words: Words<MessageKey>
  readonly content: () => ComponentChild
  readonly wrong: readonly string[]
  readonly facts: string
  readonly onClose: (() => void) | undefined
  /** The content could not be drawn. */
  readonly onBroken: (code: string) => void
  readonly restart: () => void
}

/** Where an element draws: one div in its shadow root. */
export interface Stage {
  readonly mount: HTMLElement
  dress(locale: Locale, isElder: boolean): void
  /** Larger text in three steps, then the first again. */
  enlarge(): void
  paint(scene: Scene): void
  /** A new screen begins at its top, for eyes and for screen readers. */
  lead(): void
  /** Adopts the styles of a part that came later, and leads to its heading if the person went there. */
  join(css: string, isWanted: boolean): void
  clear(): void
}

/** Steps of the text in elder mode: 18, 24 and 30 points. */
const TEXT_STEPS = 3

export function createStage(element: HTMLElement, css: string): Stage {
  const root = element.shadowRoot as ShadowRoot
  adoptStyles(root, css, element.getAttribute('csp-nonce' satisfies UnobservedAttribute))
  const mount = document.createElement('div')
  mount.className = 'root'
  mount.setAttribute('part', 'root')
  root.appendChild(mount)
  let textStep = 0
  let joined = ''

  function lead(): void {
    mount.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true })
    if (element.getBoundingClientRect().top < 0) element.scrollIntoView()
  }

  function draw({ words, wrong, facts, onClose }: Scene, content: ComponentChild): void {
    const isTest = element.hasAttribute('test' satisfies FlagAttribute) || element.hasAttribute('mock-error')
    const shown = element.hasAttribute('debug' satisfies FlagAttribute) ? facts : undefined
    render(
      <Surroundings words={words} isTest={isTest} wrong={wrong} facts={shown} onClose={onClose}>
        {content}
      </Surroundings>,
      mount,
    )
  }

  return {
    mount,
    dress(locale, isElder) {
      mount.dataset.theme = choiceOf(element, 'theme', commonChoices.theme)
      mount.dataset.mode = isElder ? 'elder' : 'standard'
      mount.dataset.text = String(textStep)
      mount.lang = locale
    },
    enlarge() {
      textStep = (textStep + 1) % TEXT_STEPS
      mount.dataset.text = String(textStep)
    },
    paint(scene) {
      try {
        draw(scene, scene.content())
      } catch {
        // A view met what it does not know: an answer of a newer service.
        render(null, mount)
        const failure = plainRefusal('answer_unreadable')
        scene.onBroken(failure.code)
        draw(scene, <FailureView words={scene.words} failure={failure} onRetry={scene.restart} />)
      }
    },
    lead,
    join(more, isWanted) {
      if (joined !== more)
        adoptStyles(root, css + more, element.getAttribute('csp-nonce' satisfies UnobservedAttribute))
      joined = more
      if (isWanted) lead()
    },
    clear: () => render(null, mount),
  }
}
