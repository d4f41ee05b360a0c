export const selfTestCss = `
#tally-self-test{max-width:680px;margin:0 auto;padding:16px;font:16px/1.6 sans-serif;color:#1b1f1d}
#tally-self-test h1{margin:0;font-size:22px;line-height:1.4}
#tally-self-test ul{margin:16px 0 0;padding:0;list-style:none}
#tally-self-test li{margin:0 0 12px;padding:12px 16px;border:1px solid #d9ddd9;border-left:6px solid #0a6b39;border-radius:8px;background:#fff}
#tally-self-test li[data-result=bad]{border-left-color:#a3211b}
#tally-self-test li[data-result=unsure]{border-left-color:#8a5a00}
#tally-self-test p{margin:4px 0 0}
#tally-self-test p[lang=en]{font-size:14px;color:#565d59}
`
