// npm run soak [-- --scale 50] [vitest arguments]: the *.soak.test.ts files, which npm test leaves out.
// They read SOAK_SCALE (default 10) and multiply their numbers by it.
import { root, runTool } from './run-command.ts'

const args = process.argv.slice(2)
const at = args.indexOf('--scale')
const scale = at >= 0 ? args.splice(at, 2)[1] : '10'
if (!scale || !/^[1-9]\d{0,5}$/.test(scale)) {
  console.error('--scale needs a whole number from 1 to 999999')
  process.exit(2)
}
console.log(`Soak with SOAK_SCALE=${scale}`)
const { code } = await runTool('vitest', ['run', '--passWithNoTests=false', '--no-file-parallelism', ...args], {
  cwd: root,
  env: { SOAK: '1', SOAK_SCALE: scale },
  stream: true,
  timeoutSeconds: 24 * 3600,
})
process.exit(code)
