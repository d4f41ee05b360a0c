import { refusals } from '@tallystick/core/errors'
import { type MockScenario, mockScenarios } from '@tallystick/web-widget/testing'

/** What the person at the playground may choose; the address carries it, so a screen can be sent to a colleague. */
const lists = {
  element: { label: '组件 Element', values: ['wallet', 'scanner shop', 'scanner staff'] },
  scenario: { label: '情形 Scenario', values: Object.keys(mockScenarios) },
  locale: { label: '语言 Language', values: ['zh-CN', 'zh-Hant', 'en'] },
  theme: { label: '主题 Theme', values: ['auto', 'light', 'dark', 'contrast'] },
  mode: { label: '模式 Mode', values: ['standard', 'elder'] },
  position: { label: '位置 Position', values: ['inside', 'outside', 'blurred', 'denied'] },
  phone: { label: '手机 Phone', values: ['able', 'no storage'] },
  error: { label: '出错 Error', values: ['', 'unreachable', 'reply_lost', ...Object.keys(refusals).sort()] },
  width: { label: '宽度 Width', values: ['390', '320', 'all'] },
} as const

type Name = keyof typeof lists
export type Choices = Readonly<Record<Name, string>> & { readonly scenario: MockScenario }

export function readChoices(query: string): Choices {
  const given = new URLSearchParams(query)
  const chosen = Object.entries(lists).map(([name, { values }]) => {
    const value = given.get(name) ?? ''
    return [name, (values as readonly string[]).includes(value) ? value : values[0]]
  })
  return Object.fromEntries(chosen)
}

/** One list each; choosing loads the page anew, and with it a new service. */
export function showChoices(form: HTMLFormElement, choices: Choices): void {
  for (const [name, { label, values }] of Object.entries(lists)) {
    const select = document.createElement('select')
    select.name = name
    for (const value of values) {
      const text = name === 'scenario' ? sentenceOf(value as MockScenario) : value === '' ? '—' : value
      select.append(new Option(text, value, false, value === choices[name as Name]))
    }
    const row = document.createElement('label')
    row.append(label, select)
    form.append(row)
  }
  form.addEventListener('change', () => form.submit())
}

function sentenceOf(scenario: MockScenario): string {
  return `${scenario}：${mockScenarios[scenario]['zh-CN']}`
}
