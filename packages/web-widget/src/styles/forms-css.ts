/** Fields, for the parts that have some. */
export const formsCss = `
.field{display:grid;grid-row-gap:calc(var(--_s)*.75)}
.field-name{font-weight:500}
.input{width:100%;min-height:calc(var(--_tap) + 4px);padding:var(--_s) calc(var(--_s)*1.5);border:1px solid var(--_muted);border-radius:calc(var(--_r)*.75);
background:var(--_surface);color:var(--_text);font-size:calc(var(--_fs)*1.125);-webkit-appearance:none;appearance:none}
.input[aria-invalid=true]{border-color:var(--_stop-ink);border-width:2px}
`
