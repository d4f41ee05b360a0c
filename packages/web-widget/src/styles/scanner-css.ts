import { formsCss } from './forms-css.ts'

export const scannerCss = `${formsCss}
.danger{background:var(--_stop);color:#fff}
.big{min-height:calc(var(--_tap)*1.25);font-size:calc(var(--_fs)*1.25);font-weight:700}
textarea.input{line-height:1.5;resize:vertical}
.key:active,.door:active{opacity:.8}
.scan-zone{display:grid;justify-items:center;align-content:center;text-align:center;grid-row-gap:calc(var(--_s)*.5);min-height:calc(var(--_fs)*13);
background:var(--_surface);border:2px dashed var(--_line);border-radius:var(--_r);padding:calc(var(--_s)*3);font-size:calc(var(--_fs)*1.25);cursor:pointer}
.scan-zone .icon{width:calc(var(--_fs)*4);height:calc(var(--_fs)*4);color:var(--_accent);margin-bottom:var(--_s)}
.scan-zone:focus{border-style:solid;border-color:var(--_accent)}
.typed-code{display:grid;grid-row-gap:calc(var(--_s)*1.5)}
.code-input{text-transform:uppercase;font-variant-numeric:tabular-nums}
.amount{font-variant-numeric:tabular-nums;display:block;text-align:right;font-weight:700;font-size:calc(var(--_fs)*3);line-height:1.2;padding:calc(var(--_s)*1.5) calc(var(--_s)*2);
background:var(--_surface);border-radius:var(--_r);box-shadow:var(--_shadow);white-space:nowrap;overflow:hidden}
.amount .figure-symbol{float:left;line-height:calc(var(--_fs)*3.6);color:var(--_muted)}
.amount-empty{color:var(--_muted)}
.keys{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));grid-gap:var(--_s)}
.key{min-height:calc(var(--_fs)*4);border:0;border-radius:var(--_r);background:var(--_surface);box-shadow:var(--_shadow);color:var(--_text);
font-size:calc(var(--_fs)*1.75);font-weight:500;font-variant-numeric:tabular-nums;display:grid;place-items:center;cursor:pointer;touch-action:manipulation}
.key:disabled{opacity:0}
.result{position:fixed;top:0;right:0;bottom:0;left:0;z-index:2147483000;color:#fff;overflow:auto;
display:grid;grid-template-rows:minmax(min-content,1fr) auto;grid-template-columns:minmax(0,calc(var(--_fs)*32));justify-content:center;padding:calc(var(--_s)*3) calc(var(--_s)*2.5);--_focus:#fff}
.result-good{background:var(--tally-color-success,#0a6b39)}
.result-stop{background:var(--tally-color-danger,#a3211b)}
.result-body{display:grid;justify-items:center;align-content:center;text-align:center;grid-row-gap:var(--_s)}
.result-sign{display:grid;place-items:center;width:calc(var(--_fs)*6);height:calc(var(--_fs)*6);border-radius:50%;border:4px solid currentColor;margin-bottom:var(--_s)}
.result-sign .icon{width:calc(var(--_fs)*4);height:calc(var(--_fs)*4)}
.result-title{text-wrap:balance;font-size:calc(var(--_fs)*2);line-height:1.25;font-weight:700}
.result-label{font-size:calc(var(--_fs)*1.25);margin-top:calc(var(--_s)*1.5)}
.result-sum .figure{font-size:min(calc(var(--_fs)*4.5),16vw)}
[data-mode=elder] .result-sum .figure{font-size:min(calc(var(--_fs)*2.75),16vw)}
.result-text{font-size:calc(var(--_fs)*1.125)}
.result-sentence{text-wrap:balance;font-size:calc(var(--_fs)*1.375);line-height:1.5;margin-top:var(--_s)}
.result-list{text-align:left;font-size:var(--_fs);max-height:calc(var(--_fs)*14);overflow:auto;margin-top:var(--_s)}
.result-actions{padding-top:calc(var(--_s)*3)}
.result .fine{color:inherit}
.on-result{background:#fff;color:#14251c}
.result-stop .on-result{color:#8d1914}
.on-result-quiet{border-color:currentColor;color:inherit}
.door{text-align:left;border:0;color:var(--_text);cursor:pointer;grid-row-gap:calc(var(--_s)*.25);font-size:calc(var(--_fs)*1.125);min-height:calc(var(--_fs)*5);align-content:center}
.payment-number{font-size:calc(var(--_fs)*1.75);line-height:1.2;font-weight:700;font-variant-numeric:tabular-nums;letter-spacing:.15em}
[data-mode=elder] .payment{grid-template-columns:minmax(0,1fr)}
.entry .done-sign{display:block}
.done-good,.done-stop{grid-template-columns:auto minmax(0,1fr) auto;align-items:center}
.done-good .done-sign{color:var(--_good-ink)}
.done-stop .done-sign{color:var(--_stop-ink)}
.qr-tile{background:#fff;border-radius:calc(var(--_r)*1.25);box-shadow:var(--_shadow);display:grid;place-items:center}
.qr{display:block;width:100%;max-width:var(--tally-qr-size,400px);height:auto;color:#000;background:#fff}
.asked-sum{text-align:center}
.asked-sum .figure{font-size:calc(var(--_fs)*3)}
.choices{display:grid;grid-row-gap:var(--_s)}
.choices>legend{padding-bottom:var(--_s)}
.choice{display:grid;grid-template-columns:auto minmax(0,1fr);grid-column-gap:calc(var(--_s)*1.5);align-items:center;min-height:var(--_tap);
background:var(--_surface);border-radius:calc(var(--_r)*.75);padding:0 calc(var(--_s)*2);cursor:pointer}
.radio{width:calc(var(--_fs)*1.5);height:calc(var(--_fs)*1.5);accent-color:var(--_primary)}
.offline-bar{background:var(--_warn-bg);color:var(--_warn);border-radius:calc(var(--_r)*.75);padding:var(--_s) calc(var(--_s)*2);margin:0 auto calc(var(--_s)*2);
max-width:calc(var(--_fs)*27.5);text-align:center;font-weight:500}
.camera{position:fixed;top:0;right:0;bottom:0;left:0;z-index:2147483000;background:#000;color:#fff;display:grid;
grid-template-rows:auto minmax(0,1fr) auto;grid-template-columns:minmax(0,calc(var(--_fs)*40));justify-content:center;grid-row-gap:calc(var(--_s)*2);
padding:calc(var(--_s)*2.5) calc(var(--_s)*2);--_focus:#fff}
.camera .title{text-align:center}
.camera .fine{color:inherit}
.sight{position:relative;overflow:hidden;border-radius:var(--_r);background:#222}
.sight video{display:block;width:100%;height:100%;object-fit:cover}
.sight::after{content:"";position:absolute;top:50%;left:50%;width:60vmin;height:60vmin;max-width:calc(var(--_fs)*18);max-height:calc(var(--_fs)*18);
transform:translate(-50%,-50%);border:3px solid #fff;border-radius:var(--_r);box-shadow:0 0 0 200vmax rgba(0,0,0,.35);pointer-events:none}
@media (min-width:900px) and (min-height:600px){.narrow.tall{align-content:start}}
@media (forced-colors:active){.key,.result{border:1px solid}}
`
