import type { Filled, Step } from './cell.ts'
import { actAt, type Things, thingsAt } from './people.ts'

const STEP_MS = 60_000
const LOOK_MS = 50

/** Presses and types in an element as a person would, each time waiting until what is wanted is there. */
export async function playSteps(element: HTMLElement, steps: readonly Step[], apiBase: string) {
  for (const step of steps) {
    if (step === 'primary') (await found(element, '[part~="button-primary"]:not([disabled])')).click()
    else if ('press' in step) (await found(element, step.press)).click()
    else if ('named' in step) (await foundNamed(element, step.named)).click()
    else if ('type' in step) await typeCode(element, (await thingsAt(apiBase))[step.type] ?? '')
    else if ('amount' in step) await sendField(element, 'input[name="amount"]', step.amount)
    else if ('fill' in step) await fillFields(element, step.fill, await thingsAt(apiBase))
    else if ('others' in step) await actAt(apiBase, step.others)
    else if ('see' in step) await found(element, step.see)
    else for (const key of step.keys) (await foundKey(element, key)).click()
  }
}

function typeCode(element: HTMLElement, code: string): Promise<void> {
  return sendField(element, 'input[name="code"], textarea[name="challenge"]', code)
}

async function sendField(element: HTMLElement, selector: string, value: string): Promise<void> {
  const field = (await found(element, selector)) as HTMLInputElement | HTMLTextAreaElement
  field.value = value
  field.form?.requestSubmit()
}

async function fillFields(element: HTMLElement, names: readonly Filled[], { cards, donations }: Things): Promise<void> {
  const [card] = cards
  for (const name of names) {
    const field = (await found(element, `input[name="${name}"]`)) as HTMLInputElement
    const value = name === 'donation' ? donations[0] : card?.[name === 'card' ? 'serial' : name]
    field.value = value ?? ''
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
}

function found(element: HTMLElement, selector: string): Promise<HTMLElement> {
  return until(() => element.shadowRoot?.querySelector<HTMLElement>(selector) ?? undefined, selector)
}

function foundKey(element: HTMLElement, key: string): Promise<HTMLElement> {
  const keys = () => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('button.key') ?? [])]
  return until(() => keys().find(({ textContent }) => textContent?.trim() === key), `key ${key}`)
}

function foundNamed(element: HTMLElement, name: RegExp): Promise<HTMLElement> {
  const buttons = () => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('button') ?? [])]
  return until(() => buttons().find(({ textContent }) => name.test(textContent ?? '')), `button ${name}`)
}

async function until<T>(look: () => T | undefined, what: string): Promise<T> {
  for (let waited = 0; waited < STEP_MS; waited += LOOK_MS) {
    const seen = look()
    if (seen !== undefined) return seen
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  throw new Error(`${what} did not come in ${STEP_MS} ms.`)
}
