import { formsCss } from './forms-css.ts'

/** Styles of the second part alone, behind the wallet's own. */
export const moreCss = `${formsCss}
.faded>.stamp,.faded .worth{color:var(--_muted)}
.gift-over{background-color:#555b58;color:#fff}
.fact{display:flex;flex-wrap:wrap;justify-content:space-between}
.fact dt{color:var(--_muted);margin-right:calc(var(--_s)*2)}
.fact dd{text-align:right;margin-left:auto}
.outcome-sum{display:grid;grid-row-gap:calc(var(--_s)*.5);margin-top:var(--_s)}
.outcome-sum .figure{font-size:calc(var(--_fs)*3);color:var(--_accent)}
[data-mode=elder] .fact dd{text-align:left}
[data-mode=elder] .fact{display:block}
[data-mode=elder] .outcome-sum .figure{font-size:calc(var(--_fs)*1.75)}
.lead{font-size:calc(var(--_fs)*1.125);grid-template-columns:auto minmax(0,1fr);grid-column-gap:calc(var(--_s)*1.5);align-items:start}
.lead .icon{color:var(--_accent)}
.asked{text-align:center;justify-items:center;grid-row-gap:0}
.asked-shop{font-size:calc(var(--_fs)*1.25);font-weight:700}
.asked .figure{font-size:calc(var(--_fs)*3)}
[data-mode=elder] .asked .figure{font-size:calc(var(--_fs)*2)}
.steps{list-style-position:inside;display:grid;grid-row-gap:calc(var(--_s)*1.5);margin:0;padding:0}
.steps>.tile{display:list-item}
`
