// The scanner's decoder as a script: fetched when a camera or a picture is first used.
import { takeQueue } from './elements/page-global.ts'
import { decodeFrame } from './scan/decode-frame.ts'

takeQueue().decodeQr = decodeFrame
