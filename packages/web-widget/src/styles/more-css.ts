import { formsCss } from './forms-css.ts'

/** Styles of the second part alone, behind the wallet's own. */
export const moreCss = `${formsCss}
.faded>.stamp{position:absolute;top:calc(var(--_s)*2);right:calc(var(--_s)*2);color:var(--_muted)}
.faded .worth{color:var(--_muted)}
.faded .name{padding-right:calc(var(--_fs)*5)}
.gift-over{background-color:#555b58;color:#fff}
[data-mode=elder] .faded .name{padding-right:0}
[data-mode=elder] .faded>.stamp{position:static}
.asked{text-align:center;justify-items:center;grid-row-gap:0}
.asked-shop{font-size:calc(var(--_fs)*1.25);font-weight:700}
.asked .figure{font-size:calc(var(--_fs)*3)}
[data-mode=elder] .asked .figure{font-size:calc(var(--_fs)*2)}
.steps{list-style-position:inside;display:grid;grid-row-gap:calc(var(--_s)*1.5);margin:0;padding:0}
.steps>.tile{display:list-item}
`
