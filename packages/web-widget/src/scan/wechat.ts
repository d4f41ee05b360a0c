/** What WeChat's own script wants before it scans: signed by the page's backend for the page's address. */
export interface WechatConfig {
  readonly appId: string
  readonly timestamp: number
  readonly nonceStr: string
  readonly signature: string
}

export type GetWechatConfig = (address: string) => Promise<WechatConfig>

interface Wechat {
  config(options: object): void
  ready(then: () => void): void
  error(then: () => void): void
  scanQRCode(options: object): void
}

// WeChat on iOS signs for the address the page was entered at, not for the one a router has gone to since.
const enteredAt = typeof location === 'undefined' ? '' : location.href.replace(/#.*/, '')

function wechat(): Wechat | undefined {
  return /MicroMessenger/i.test(navigator.userAgent) ? (globalThis as { wx?: Wechat }).wx : undefined
}

let prepared: Promise<boolean> | undefined

/** Opens WeChat's own scanner, inside WeChat with its script in the page; undefined elsewhere. */
export function wechatScan(getConfig: GetWechatConfig | undefined): (() => Promise<string | undefined>) | undefined {
  return getConfig && wechat() ? () => scanByWechat(getConfig) : undefined
}

/** Undefined when it cannot be had or the person went back. */
async function scanByWechat(getConfig: GetWechatConfig): Promise<string | undefined> {
  const wx = wechat()
  if (!wx) return undefined
  prepared ??= prepare(wx, getConfig).catch(() => false)
  if (!(await prepared)) {
    prepared = undefined
    return undefined
  }
  return new Promise((resolve) => {
    const none = () => resolve(undefined)
    wx.scanQRCode({
      needResult: 1,
      scanType: ['qrCode', 'barCode'],
      // A bar code comes as `CODE_128,5115…`.
      success: ({ resultStr }: { resultStr: string }) => resolve(resultStr.replace(/^[A-Z\d_]+,/, '')),
      fail: none,
      cancel: none,
    })
  })
}

async function prepare(wx: Wechat, getConfig: GetWechatConfig): Promise<boolean> {
  const isIos = /iPhone|iPad/i.test(navigator.userAgent)
  const config = await getConfig(isIos ? enteredAt : location.href.replace(/#.*/, ''))
  return new Promise((resolve) => {
    wx.ready(() => resolve(true))
    wx.error(() => resolve(false))
    wx.config({ ...config, debug: false, jsApiList: ['scanQRCode'] })
  })
}
