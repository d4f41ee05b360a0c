// Both sides of `isolation="frame"` as one script: in the frame's page, whose script element names the portals, it draws the element;
// in a portal's it hands its side to the element.
import { takeQueue } from './elements/page-global.ts'
import { startGuest } from './frame/frame-guest.ts'
import { hostFrame } from './frame/host-frame.ts'

const { hosts, tag = '', apiBase = '' } = (document.currentScript as HTMLScriptElement | null)?.dataset ?? {}
if (hosts === undefined) takeQueue().frame = hostFrame
else startGuest({ hosts: hosts.split(' '), tag, apiBase })
