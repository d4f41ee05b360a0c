export const walletCss = `
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,calc(var(--_fs)*24)),1fr));grid-gap:calc(var(--_s)*3)}
.columns,.home-top{margin:var(--_s) auto 0;max-width:calc(var(--_fs)*60)}
.column{display:grid;grid-template-columns:minmax(0,1fr);grid-row-gap:calc(var(--_s)*3);align-content:start}
.face{display:grid;grid-template-columns:minmax(calc(var(--_fs)*5),auto) minmax(0,1fr);grid-column-gap:calc(var(--_s)*1.5);align-items:center}
.offer{display:flex;flex-wrap:wrap;align-items:center;margin:calc(var(--_s)*-.75)}
.offer>*{flex:1 1 auto;width:auto;margin:calc(var(--_s)*.75)}
.offer .face{flex:99 1 calc(var(--_fs)*12.5)}
[lang=en] .offer .face{flex-basis:calc(var(--_fs)*19)}
.worth{color:var(--_accent)}
.worth .figure-symbol:last-child{margin-left:.08em}
.stamp{justify-self:start;display:inline-block;border:2px solid currentColor;border-radius:calc(var(--_r)/2);padding:0 var(--_s);font-weight:700;
font-size:calc(var(--_fs)*var(--_small));line-height:1.6;transform:rotate(-4deg);white-space:nowrap}
.gift{display:grid;grid-row-gap:calc(var(--_s)*2);border-radius:var(--_r);padding:calc(var(--_s)*2.5);
color:var(--_on-primary);background-color:var(--_primary);background-image:linear-gradient(150deg,rgba(0,0,0,0) 30%,rgba(0,0,0,.22));
min-height:calc(var(--_fs)*11);align-content:space-between}
.gift-row{align-items:center}
.gift-name{font-size:calc(var(--_fs)*1.0625);font-weight:500}
.gift-balance{display:grid}
.gift-label{font-size:calc(var(--_fs)*var(--_small))}
.gift .figure{font-size:calc(var(--_fs)*3)}
.serial{font-variant-numeric:tabular-nums;letter-spacing:.04em}
.qr-tile{background:#fff;border-radius:calc(var(--_r)*1.25);box-shadow:var(--_shadow);display:grid;place-items:center}
.qr{display:block;width:100%;max-width:var(--tally-qr-size,320px);height:auto;color:#000;background:#fff}
.qr-absent{display:grid;place-items:center;position:relative}
.qr-absent::before{content:"";display:block;padding-top:100%;grid-area:1/1}
.qr-absent-text{grid-area:1/1;color:#3b423e;font-size:calc(var(--_fs)*1.125);text-align:center;padding:calc(var(--_s)*2)}
.timer{display:grid;grid-auto-flow:column;justify-content:center;align-items:center;grid-column-gap:calc(var(--_s)*1.5);min-height:calc(var(--_fs)*3.25)}
.ring{width:calc(var(--_fs)*3);height:calc(var(--_fs)*3);display:block}
.ring-track{stroke:var(--_line)}
.ring-rest{stroke:var(--_accent);transition:stroke-dashoffset 1s linear}
.split{display:flex;flex-wrap:wrap;justify-content:space-between}
.split>:first-child{margin-right:calc(var(--_s)*1.5)}
.gift-row{display:grid;grid-template-columns:minmax(0,1fr) auto;grid-column-gap:calc(var(--_s)*1.5)}
.say{text-align:center;font-size:calc(var(--_fs)*1.125);font-weight:500}
.bone{background:var(--_surface);border-radius:var(--_r)}
.skeleton-waiting{visibility:hidden}
.bone-title{height:calc(var(--_fs)*1.75);width:45%;margin-bottom:calc(var(--_s)*2)}
.bone-tile{height:calc(var(--_fs)*9)}
.bone-line{height:calc(var(--_fs)*1.25);width:25%}
.bone-row{height:calc(var(--_fs)*5)}
[data-mode=elder] .face,[data-mode=elder] .gift-row,[data-mode=elder] .entry{grid-template-columns:minmax(0,1fr)}
[data-mode=elder] .gift .figure{font-size:calc(var(--_fs)*1.75)}
[data-mode=elder] .gift{min-height:0}
[data-mode=elder] .offer .face{flex-basis:100%}
.home-top{align-items:center}
[data-mode=elder] .home-top{max-width:calc(var(--_fs)*27.5)}
.home-top .button{width:auto;padding-left:0;padding-right:0}
.digits{font-size:calc(var(--_fs)*1.75);font-weight:700;font-variant-numeric:tabular-nums;letter-spacing:.04em;line-height:1.3}
.digits,.digits+p{text-align:center}
@media (prefers-reduced-motion:reduce){.ring-rest{transition:none}}
`
