import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tools/launch-browser.ts'
import { Portal } from './testing/portal.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

let portal: Portal
const phones: BrowserContext[] = []
beforeEach(async () => {
  portal = await new Portal().open({ safeguards: { device: 'required' } })
})
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()))
  await portal.close()
})

async function openPhone(before: (phone: BrowserContext) => Promise<void> = async () => {}): Promise<Page> {
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    geolocation: { latitude: 28.431, longitude: 104.521, accuracy: 25 },
    permissions: ['geolocation'],
  })
  phones.push(phone)
  await before(phone)
  const page = await phone.newPage()
  await page.goto(`${portal.url}/tally-wallet/wang`)
  return page
}

async function claim(wallet: Page): Promise<void> {
  await wallet.getByRole('button', { name: /^领取/ }).first().click()
  await wallet.getByRole('button', { name: '允许定位' }).click()
}

async function claimAndShow(wallet: Page): Promise<void> {
  await claim(wallet)
  await wallet.getByRole('heading', { name: '领取成功' }).waitFor()
  await wallet.getByRole('button', { name: '出示给店员' }).click()
  await wallet.getByText(/秒后自动更新/).waitFor()
}

async function openDevice(wallet: Page): Promise<void> {
  await wallet.getByRole('button', { name: '请家人协助' }).click()
  await wallet.getByRole('button', { name: '绑定的手机' }).click()
}

async function claimAndReturn(): Promise<Page> {
  const wallet = await openPhone()
  await claimAndShow(wallet)
  await wallet.getByRole('button', { name: '返回' }).click()
  return wallet
}

async function reloaded(wallet: Page): Promise<Page> {
  await wallet.reload()
  return wallet
}

describe('a programme that wants the bound phone', () => {
  test('THR-T9 binds the phone that claims, signs for its codes, and shows none on another', async () => {
    const wallet = await claimAndReturn()
    const other = await openPhone()
    await other.getByRole('button', { name: '出示给店员' }).first().click()
    await other.getByText('需要绑定的手机确认是本人，请用绑定的手机打开。').waitFor()
    // The key cannot be taken out: what storage holds is a handle, and the browser exports no private half.
    const exported = await wallet.evaluate(async () => {
      const pair = await new Promise<CryptoKeyPair>((resolve) => {
        const opening = indexedDB.open('tally-device')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('keys').objectStore('keys').get('device')
          reading.onsuccess = () => resolve(reading.result)
        }
      })
      const { privateKey } = pair
      return crypto.subtle.exportKey('jwk', privateKey).catch((error) => `${privateKey.extractable} ${error.name}`)
    })
    expect(exported).toBe('false InvalidAccessError')
  })

  test('a new phone waits a day, in which the bound one can stop it', async () => {
    const wallet = await claimAndReturn()
    const other = await openPhone()
    await openDevice(other)
    await other.getByText(/已绑定另一部手机/).waitFor()
    await other.getByRole('button', { name: '改用这部手机' }).click()
    await other.getByText(/已申请改用这部手机，.*生效/).waitFor()

    await openDevice(wallet)
    await wallet.getByText(/不是您本人，请马上取消/).waitFor()
    await wallet.getByRole('button', { name: '取消，仍用这部手机' }).click()
    await wallet.getByRole('alert').waitFor({ state: 'detached' })
    await wallet.getByText('已绑定这部手机。').waitFor()
    await openDevice(await reloaded(other))
    await other.getByRole('button', { name: '改用这部手机' }).waitFor()
  })

  test('without storage it says so, and what else to do', async () => {
    const blocked = await openPhone(async (phone) => {
      await phone.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined }))
    })
    await claim(blocked)
    await blocked.getByText(/请先用本人手机绑定/).waitFor()
    await blocked.getByRole('button', { name: '返回' }).first().click()
    await openDevice(blocked)
    await blocked.getByText(/这个浏览器不能绑定手机/).waitFor()
    expect(await blocked.getByRole('button', { name: /手机$/ }).count()).toBe(0)
  })
})
