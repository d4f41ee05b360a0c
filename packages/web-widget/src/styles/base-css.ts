import { coloursCss } from './colours-css.ts'

// Chromium 79 and Safari 13.4: no nesting, no :has, no inset, no gap outside grids, no aspect-ratio.
// Sizes hang on --tally-font-size alone: pages that set `html{font-size:62.5%}` change nothing here.
// English has fonts of its own: Chinese ones set ’ and “ as wide as a character.
// `all` leaves direction alone; a page that turns everything about would turn our columns and tills' keys about as well.
export const baseCss = `
:host{all:initial;display:block;direction:ltr!important;writing-mode:horizontal-tb!important}
:host([hidden]){display:none}
:host([open]){display:block;position:fixed;top:0;right:0;bottom:0;left:0;z-index:2147483000;overflow:auto;overscroll-behavior:contain}
:host([open]) .root{min-height:100%}
*,*::before,*::after{box-sizing:border-box}
.root{all:initial;display:block}
${coloursCss}
.root{
--_small:.9375;
--_fs:var(--tally-font-size,16px);
--_s:var(--tally-space,8px);
--_r:var(--tally-radius,12px);
--_tap:var(--tally-tap-min,48px);
background:var(--_bg);color:var(--_text);
font-family:var(--tally-font-family,"PingFang SC","HarmonyOS Sans SC","HarmonyOS Sans","MiSans","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",system-ui,sans-serif);
font-size:var(--_fs);line-height:1.5;font-weight:400;text-align:left;
padding:calc(var(--_s)*2.5) calc(var(--_s)*2) calc(var(--_s)*3);
-webkit-text-size-adjust:100%;text-size-adjust:100%;overflow-wrap:anywhere;word-break:normal;
-webkit-tap-highlight-color:transparent}
.root[lang=en]{font-family:var(--tally-font-family,system-ui,sans-serif)}
h1,h2,p,ul,dl,dd,dt,fieldset,legend{margin:0;padding:0;border:0;font:inherit;min-width:0}
ul{list-style:none}
button,input,textarea{font:inherit;color:inherit;margin:0;letter-spacing:inherit}
a{color:inherit}
.title{font-size:calc(var(--_fs)*1.375);line-height:1.3;font-weight:700}
.title:focus{outline:none}
.label{font-size:calc(var(--_fs)*var(--_small));color:var(--_muted);font-weight:500}
.name{font-size:calc(var(--_fs)*1.0625);font-weight:700;line-height:1.4}
.small{font-size:calc(var(--_fs)*var(--_small));color:var(--_muted);line-height:1.45}
.fine{font-size:calc(var(--_fs)*.8125);color:var(--_muted);text-align:center;margin-top:var(--_s)}
.strong,strong{font-weight:700}
.whole{display:inline-block}
.tabular,.figure{font-variant-numeric:tabular-nums}
.warn{color:var(--_warn)}
.ribbon{background:var(--_warn-bg);color:var(--_warn);border:2px dashed;border-radius:calc(var(--_r)/2);text-align:center;font-weight:700;margin-bottom:var(--_s)}
.close{justify-content:flex-end}
.top{display:grid;grid-template-columns:minmax(0,1fr);grid-row-gap:calc(var(--_s)*.5);min-height:var(--_tap);align-content:center}
.back{justify-self:start;display:inline-flex;align-items:center;min-height:var(--_tap);padding:0 calc(var(--_s)*1.5) 0 0;
margin:calc(var(--_s)*-1) 0 0 calc(var(--_s)*-.5);background:none;border:0;border-radius:calc(var(--_r)/2);color:var(--_muted);cursor:pointer}
.narrow{display:grid;grid-template-columns:minmax(0,1fr);grid-row-gap:calc(var(--_s)*2);align-content:start;
width:100%;max-width:calc(var(--_fs)*27.5);margin:0 auto}
.tall{min-height:calc(var(--_fs)*34);grid-auto-rows:min-content}
.tall>.bottom{align-self:end;margin-top:calc(var(--_s)*2)}
.actions,.tiles,.gift-item{display:grid;grid-row-gap:calc(var(--_s)*1.5);grid-template-columns:minmax(0,1fr)}
.section{display:grid;align-content:start;grid-row-gap:var(--_s);grid-template-columns:minmax(0,1fr)}
.stack-tight{display:grid;grid-row-gap:calc(var(--_s)*.25);min-width:0}
.tile{background:var(--_surface);border-radius:var(--_r);box-shadow:var(--_shadow);padding:calc(var(--_s)*2);
display:grid;grid-row-gap:calc(var(--_s)*1.5);grid-template-columns:minmax(0,1fr);position:relative}
.tile.stack-tight{grid-row-gap:calc(var(--_s)*.5)}
.tile.list{padding-top:calc(var(--_s)*.5);padding-bottom:calc(var(--_s)*.5);grid-row-gap:0}
.empty{color:var(--_muted);grid-row-gap:0}
.button{display:flex;align-items:center;justify-content:center;text-align:center;min-height:var(--_tap);width:100%;
padding:var(--_s) calc(var(--_s)*2);border-radius:var(--_r);border:1px solid transparent;background:none;
font-size:calc(var(--_fs)*1.0625);font-weight:500;line-height:1.3;cursor:pointer;text-decoration:none;touch-action:manipulation}
.button .icon{margin-right:var(--_s)}
.primary{background:var(--_primary);color:var(--_on-primary)}
.secondary{border-color:var(--_line);background:var(--_surface);color:var(--_text)}
.plain{color:var(--_text);min-height:var(--_tap);text-decoration:underline;text-underline-offset:.25em;font-size:var(--_fs)}
.button:disabled{cursor:default;background:var(--_line);color:var(--_muted);border-color:transparent}
.button:active:not(:disabled),.back:active{opacity:.8}
.icon{flex:none;width:1.5em;height:1.5em;display:block}
.icon-large{width:calc(var(--_fs)*2);height:calc(var(--_fs)*2)}
.note{display:grid;grid-template-columns:auto minmax(0,1fr);grid-column-gap:var(--_s);align-items:start;
font-size:calc(var(--_fs)*var(--_small));line-height:1.45;color:var(--_muted)}
.note .icon{width:calc(var(--_fs)*1.25);height:calc(var(--_fs)*1.25);margin-top:calc(var(--_fs)*.06)}
.note>:only-child{grid-column:1/-1}
.note-warn{background:var(--_warn-bg);color:var(--_warn);border-radius:calc(var(--_r)*.75);padding:calc(var(--_s)*1.5)}
.note-large{font-size:calc(var(--_fs)*1.0625);padding:calc(var(--_s)*2);border-radius:var(--_r)}
.note-large .icon{width:calc(var(--_fs)*1.5);height:calc(var(--_fs)*1.5)}
.outcome p{text-wrap:balance}
.outcome{display:grid;justify-items:center;text-align:center;grid-row-gap:var(--_s);padding:calc(var(--_s)*5) var(--_s) calc(var(--_s)*2)}
.badge{display:grid;place-items:center;width:calc(var(--_fs)*4);height:calc(var(--_fs)*4);border-radius:50%;
background:var(--_surface);color:var(--_warn);box-shadow:var(--_shadow);margin-bottom:var(--_s)}
.badge-good{background:var(--_good);color:#fff}
.figure{font-weight:700;font-size:calc(var(--_fs)*2);line-height:1.1;white-space:nowrap}
.figure-symbol{font-size:.6em;font-weight:500;margin-right:.08em}
.entry{display:grid;grid-template-columns:minmax(0,1fr) auto;grid-column-gap:calc(var(--_s)*1.5);padding:calc(var(--_s)*1.25) 0;align-items:baseline}
.entry+.entry{border-top:1px solid var(--_line)}
.entry-amount{font-variant-numeric:tabular-nums;font-weight:500;white-space:nowrap}
.entry-when{grid-column:1/-1}
.visually-hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip:rect(0 0 0 0);white-space:nowrap}
button:focus,a:focus,input:focus,textarea:focus,[tabindex="0"]:focus{outline:3px solid var(--_focus);outline-offset:2px}
button:focus:not(:focus-visible),a:focus:not(:focus-visible),[tabindex="0"]:focus:not(:focus-visible){outline:none}
.root[data-mode=elder]{--_small:1;--_tap:max(60px,var(--tally-tap-min,60px));--_fs:max(24px,var(--tally-font-size,24px));padding-left:var(--_s);padding-right:var(--_s)}
.root[data-mode=elder][data-text="1"]{--_fs:32px}
.root[data-mode=elder][data-text="2"]{--_fs:40px}
.root[data-mode=elder] .title{font-size:calc(var(--_fs)*1.25)}
.root[data-mode=elder] .fine{font-size:var(--_fs)}
@media (min-width:600px){.root{padding:calc(var(--_s)*4) calc(var(--_s)*3)}}
@media (forced-colors:active){.tile,.button,.gift{border:1px solid}}
`
