// Every pair of text and ground is at least 4.5:1; the test beside base-css.ts measures it.

/** Names with an underscore are ours; the page sets those without. */
const light = `
--_bg:var(--tally-color-bg,#f4f5f2);
--_surface:var(--tally-color-surface,#fff);
--_text:var(--tally-color-text,#1b1f1d);
--_muted:var(--tally-color-muted,#565d59);
--_line:#d9ddd9;
--_primary:var(--tally-color-primary,#0b6b50);
--_on-primary:var(--tally-color-on-primary,#fff);
--_accent:var(--tally-color-primary,#0b6b50);
--_good:var(--tally-color-success,#0a6b39);
--_stop:var(--tally-color-danger,#a3211b);
--_good-ink:var(--_good);
--_stop-ink:var(--_stop);
--_warn-bg:#fdf3dc;
--_warn:#6e4900;
--_focus:var(--tally-color-focus,#1257b8);
--_shadow:0 1px 2px rgba(20,30,25,.07);
color-scheme:light;`

const dark = `
--_bg:var(--tally-color-bg,#121513);
--_surface:var(--tally-color-surface,#1d211f);
--_text:var(--tally-color-text,#eceeec);
--_muted:var(--tally-color-muted,#a9b1ac);
--_line:#363d39;
--_accent:var(--tally-color-text,#eceeec);
--_good-ink:#7bd3a0;
--_stop-ink:#ff9d94;
--_warn-bg:#382b10;
--_warn:#f3cf84;
--_focus:var(--tally-color-focus,#8ab8ff);
--_shadow:none;
color-scheme:dark;`

/** For eyes that need it: black, white and one yellow, whatever colours the page has. */
const contrast = `
--_bg:#000;
--_surface:#000;
--_text:#fff;
--_muted:#fff;
--_line:#fff;
--_primary:#ffd500;
--_on-primary:#000;
--_accent:#ffd500;
--_good:#004d24;
--_stop:#7d0000;
--_good-ink:#7dffb3;
--_stop-ink:#ffb3ab;
--_warn-bg:#000;
--_warn:#ffd500;
--_focus:#00e5ff;
--_shadow:inset 0 0 0 2px #fff;
color-scheme:dark;`

export const coloursCss = `
.root{${light}}
@media (prefers-color-scheme:dark){.root[data-theme=auto]{${dark}}}
.root[data-theme=dark]{${dark}}
@media (prefers-contrast:more){.root[data-theme=auto]{${contrast}}}
.root[data-theme=contrast]{${contrast}}
`
