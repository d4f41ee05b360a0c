import { type Browser, chromium } from 'playwright'
import { findChromium } from './browser.ts'

/** The Chromium of `findChromium`, with an empty profile; `flags` besides the usual ones. @throws as that. */
export async function launchBrowser(...flags: readonly string[]): Promise<Browser> {
  const { executablePath, env, args } = await findChromium()
  return chromium.launch({ executablePath, env, args: [...args, ...flags] })
}
