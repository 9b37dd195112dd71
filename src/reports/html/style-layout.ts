/** The page as a whole: type, spacing, the hero, cards, tables. */
export const layoutStyle = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif;overflow-wrap:anywhere}
.page{max-width:64rem;margin:0 auto;padding:0 1.25rem}
main.page{padding-top:2.5rem;outline:0}
section{margin:0 0 3rem}
h1,h2,h3,h4{line-height:1.2;letter-spacing:-.012em;text-wrap:balance;margin:0}
h2{font-size:1.375rem;font-weight:650;margin:0 0 1rem}
h3{font-size:1.125rem;font-weight:650}
h4{font-size:1rem;font-weight:600;letter-spacing:0}
p{margin:0;text-wrap:pretty}
ul{list-style:none;margin:0;padding:0}
dl,dd{margin:0}
code{font:.9em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace}
a{color:var(--accent);text-decoration-thickness:.06em;text-underline-offset:.18em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:1rem;top:-4rem;z-index:1;background:var(--surface);padding:.5rem .875rem;border-radius:0 0 8px 8px}
.skip:focus{top:0}
.heard{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.aside,.meta,.note,footer{color:var(--muted)}
.aside{font-weight:400}
.note{margin:-.5rem 0 1rem;max-width:44rem}
footer{border-top:1px solid var(--line);margin-top:1rem;font-size:.875rem}
footer.page{padding-top:1.25rem;padding-bottom:3rem}

.hero{background:var(--tint);border-bottom:1px solid var(--line);padding:2.5rem 0 2rem}
.eyebrow{color:var(--muted);font-size:.875rem;font-weight:550}
h1{display:flex;align-items:center;gap:.3em;font-size:clamp(2.25rem,1.6rem + 3vw,3.5rem);font-weight:700;letter-spacing:-.03em;color:var(--tone);margin:.5rem 0 .75rem}
h1 .icon{width:.78em;height:.78em;top:0;margin:0}
.lead{font-size:clamp(1.0625rem,1rem + .4vw,1.25rem);line-height:1.5;max-width:48rem}
.pills{margin:0 0 .875rem}
.pill{display:inline-block;border:1px solid var(--tone);color:var(--tone);border-radius:99px;padding:.0625rem .6875rem;font-size:.875rem;font-weight:600;margin:0 .25rem .25rem 0}
.facts{display:flex;flex-wrap:wrap;gap:.875rem 2.25rem;margin-top:1.75rem}
.facts dt{color:var(--muted);font-size:.8125rem}
.facts dd{font-weight:550}

.card{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1.25rem 1.375rem}
.card + .card{margin-top:.875rem}

table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:650;font-size:1.0625rem;padding-bottom:.625rem}
caption .aside{font-size:.875rem;display:block;max-width:calc(100vw - 5rem);white-space:normal}
th,td{text-align:left;vertical-align:top;padding:.5rem 1rem .5rem 0;border-top:1px solid var(--line);font-size:.9375rem}
th:last-child,td:last-child{padding-right:0}
thead th{border-top:0;color:var(--muted);font-weight:500;font-size:.8125rem;padding-top:0}
tbody th{font-weight:550}
.number{text-align:right;white-space:nowrap}
.below{display:block;color:var(--muted);font-size:.8125rem;font-weight:400}
.scroll{overflow-x:auto;overflow-wrap:normal}
.scroll td,.scroll th{white-space:nowrap}
.scroll td:last-child:not(.number){white-space:normal;min-width:8rem}
.wide{display:none}
.tall{display:block}

@media (min-width:48rem){
  .tall{display:none}
  .wide{display:block}
  .page{padding:0 2rem}
}
@media print{
  body{background:#fff}
  .card{break-inside:avoid}
  .skip{display:none}
}
@media (forced-colors:active){
  .bar,.pill,.chip,.state{border:1px solid CanvasText}
}
`;
