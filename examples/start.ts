// npm start: both example portals on one embedded database, and the widget's playground; the database is kept between starts under .tmp/demo; --fresh clears it.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@tallystick/core'
import { type OpenSystem, openSystem } from './open-system.ts'
import { type Playground, servePlayground } from './playground/serve-playground.ts'

const folder = join(import.meta.dirname, '..', '.tmp', 'demo')

/** PORT is the first portal's; the second and the playground take the next ones, unless they are given their own. */
function portsFrom(env: NodeJS.ProcessEnv): { blood: number; county: number; playground: number } {
  const blood = portOf('PORT', env.PORT, 8101)
  const after = (steps: number) => (blood === 0 ? 0 : blood + steps)
  return {
    blood,
    county: portOf('COUNTY_PORT', env.COUNTY_PORT, after(1)),
    playground: portOf('PLAYGROUND_PORT', env.PLAYGROUND_PORT, after(2)),
  }
}

function portOf(name: string, text: string | undefined, fallback: number): number {
  const port = text === undefined || text === '' ? fallback : Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  return giveUp(`${name}=${text} is no port. ${name} 须为 0 到 65535 的整数。`)
}

function giveUp(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

/** Why it did not start, and what to do about it. */
function explain(error: unknown): string {
  const { code, message, port } = error as { code?: string; message?: string; port?: number }
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use by another program. Start with other ports: PORT=8201 npm start\n端口 ${port} 已被占用，请换一个：PORT=8201 npm start`
  }
  if (code === 'EACCES' && port !== undefined) {
    return `This user may not listen on port ${port}. Choose one above 1023: PORT=8101 npm start\n无权使用端口 ${port}，请用 1023 以上的端口：PORT=8101 npm start`
  }
  if (code === 'sqlite_locked_by_other') return `${message}\n另一个 npm start 正在运行，请先停止它。`
  return `${message ?? String(error)}\nTo begin with an empty database / 从空数据库开始: npm start -- --fresh`
}

function guide({ blood, county }: OpenSystem, playground: Playground): string {
  const hour =
    Number(
      new Intl.DateTimeFormat('en', { hour: 'numeric', hour12: false, timeZone: 'Asia/Shanghai' }).format(new Date()),
    ) % 24
  const night =
    hour < 6 ? '\n   (It is before 6:00 in Beijing: redeeming is refused until then. 北京时间 6 点前不能使用。)' : ''
  return `
Blood centre 血站    ${blood.url}
County       惠民券  ${county.url}
Playground   试验台  ${playground.url}   every screen of the widget, nothing to sign in to 组件全部画面，无需登录

Blood centre: cards of 20 and 40 yuan   献血纪念卡
1. ${blood.url}/paper-cards   sample cards 样卡: keep this tab open 保持打开
2. ${blood.url}/desk          张护士: donation 献血编号 X2600001, paste a mark 粘贴防伪码 → activated 激活
3. ${blood.url}/wallet        陈洁: bind by serial and secret 输卡号卡密绑定 → show the code 出示付款码
4. ${blood.url}/shop          吴店员: paste the code, 15.00 粘贴付款码，输 15.00
5. ${blood.url}/sponsor       何主任: stock and ledger 库存与台账

County: spend 100, save 20   餐饮满100减20
1. ${county.url}/wallet       王小满: claim 领取. The browser must be in the city 浏览器须在本市:
   Chrome › F12 › Sensors › 28.77, 104.62  (the page says how 页面上有说明)
2. ${county.url}/shop         何店员: the code 券码, 128.00 → pays 应收 108.00; the same code again is refused 再扫被拒${night}
3. ${county.url}/sponsor      李科长 opens a batch 开批次, 赵主任 approves 审批, figures 看数

In English: add ?lang=en.  Ctrl-C stops; --fresh begins anew.  Ctrl-C 停止，--fresh 重新开始。
ready`
}

if (process.argv.includes('--fresh')) rmSync(folder, { recursive: true, force: true })
const ports = portsFrom(process.env)
const system = await openSystem({ folder, clock: systemClock, ports }).catch((error) => giveUp(explain(error)))
const playground = await servePlayground({ port: ports.playground }).catch(async (error) => {
  await system.close()
  return giveUp(explain(error))
})
console.log(guide(system, playground))

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return
    isStopping = true
    Promise.all([playground.close(), system.close()]).then(
      () => process.exit(0),
      (error) => giveUp(explain(error)),
    )
  })
}
