/** The parts: icons, causes, the chain, probes, bars. */
export const partStyle = `
.icon{width:1.05em;height:1.05em;flex:none;fill:var(--tone);position:relative;top:.14em;margin-right:.45em;overflow:visible}
.icon .cut{fill:none;stroke:var(--surface);stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.icon .hollow{fill:none;stroke:var(--tone);stroke-width:1.6;stroke-dasharray:3 2.4}
.hero .icon .cut{stroke:var(--tint)}
.chip{background:var(--quiet-tint);color:var(--ink);border-radius:6px;padding:.125rem .4375rem;font-size:.8125rem;font-weight:500;letter-spacing:0}
.chip:empty{display:none}
.state{display:inline-block;background:var(--tint);color:var(--tone);border-radius:6px;padding:.0625rem .5rem;font-size:.8125rem;font-weight:600;letter-spacing:0}
.track{display:block;position:relative;height:.625rem;background:var(--quiet-tint);border-radius:4px;overflow:hidden}
.bar{position:absolute;top:0;bottom:0;min-width:3px;border-radius:4px;background:var(--tone)}

.causes{display:grid;gap:.875rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}
.causes .card{margin:0}
.cause h3{font-size:1.25rem}
.cause h3 .chip{margin-left:.25rem;vertical-align:.1em}
.cause .where{margin:.375rem 0 .875rem;font-weight:550}
.cause .where .aside{white-space:nowrap}
.cause > .owner{border-top:1px solid var(--line);margin-top:1rem;padding-top:.75rem}
.comparison{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr));gap:.625rem 1.5rem;margin:0 0 .875rem}
.comparison dt{color:var(--muted);font-size:.8125rem}

.picture{padding:1.5rem}
.picture svg{max-width:100%;height:auto;vertical-align:bottom}
.picture .shg-timeline{width:100%}
svg.chain.wide{width:100%}
svg.chain.tall{margin:0 auto}
.chain .edge{fill:none;stroke:var(--muted);stroke-width:1.4;opacity:.75}
.chain .tip{fill:var(--muted)}
.chain .node > rect:first-child{fill:var(--tint);stroke:var(--tone);stroke-width:1.25}
.chain .node.not-probed > rect:first-child{fill:var(--surface);stroke-dasharray:4 3}
.chain .node.blocked > rect:first-child{stroke-dasharray:6 3}
.chain .node.fail > rect:first-child{stroke-width:2.25}
.chain .icon .cut{stroke:var(--tint)}
.chain text{font-size:13.5px;fill:var(--ink)}
.chain .name{font-weight:600}
.chain .words{font-size:12px;fill:var(--tone)}

.evidence li{display:flex;padding:.625rem 0;border-top:1px solid var(--line)}
.evidence li:first-child{border-top:0;padding-top:0}
.evidence li:last-child{padding-bottom:0}
.evidence li > div{flex:1;min-width:0}
.evidence .icon{top:.25em}
.evidence .track{margin-top:.5rem;max-width:22rem;height:.5rem}
.commits{display:flex;flex-wrap:wrap;gap:.375rem 1rem;margin-top:.625rem}

@media (min-width:48rem){.calm{display:grid;grid-template-columns:1fr auto;align-items:baseline;gap:0 1.5rem}.calm .meta{justify-content:flex-end}.calm details{grid-column:1/-1}}
.probe.calm{padding-top:.875rem;padding-bottom:.875rem}
.calm details,.calm .meta{margin-top:.25rem}
.probe h3 .state{margin-left:.375rem;vertical-align:.08em}
.meta{display:flex;flex-wrap:wrap;gap:.125rem .9375rem;font-size:.9375rem;margin-top:.375rem}
.meta strong{color:var(--ink);font-weight:550}
.finding{border-top:1px solid var(--line);margin-top:1rem;padding-top:1rem}
.finding li + li{margin-top:1rem}
.finding h4 .aside{font-size:.875rem;margin-left:.25rem}
.finding .comparison{margin:.5rem 0 0 1.5rem}
.finding .hint{margin:.875rem 0 0 1.5rem;color:var(--muted)}
details{margin-top:.875rem}
summary{cursor:pointer;color:var(--accent);font-size:.9375rem;width:fit-content;padding:.25rem 0;border-radius:4px}
details table{margin-top:.5rem}
details th{font-weight:450}
.exchange{display:flex;flex-wrap:wrap;gap:.125rem 1.25rem;font-size:.8125rem;font-weight:400;margin-top:.25rem}
.exchange dt,.exchange dd{display:inline}
.exchange dt{color:var(--muted);margin-right:.375rem}
.finding .exchange{margin:.625rem 0 0 1.5rem}

.waterfall th,.waterfall td{vertical-align:middle;overflow-wrap:normal}
.waterfall .bars{width:52%}
.waterfall .track{overflow:visible}
.scale{display:flex;justify-content:space-between}
.scale span{min-width:0}
@media (max-width:40rem){
  .card{padding:1rem 1.0625rem}
  .picture{padding:1rem .75rem}
  .scroll th,.scroll td{padding-right:.75rem}
  .outages th,.outages td{white-space:normal}
  .outages td:last-child:not(.number){min-width:0}
  .uptime th,.uptime td{padding-right:.375rem;font-size:.8125rem}
  .scroll th:last-child,.scroll td:last-child{padding-right:0}
  .uptime th,.uptime .below{white-space:normal}
  .uptime .below{font-size:.6875rem;margin-left:auto}
  .uptime .since{width:4.25rem;margin-left:0}
  .uptime .number .below{width:2.5rem}
  .uptime .state{font-size:.75rem;padding:.0625rem .25rem}
  .waterfall .bars{width:40%}
  .waterfall .bars + .number{padding-left:0}
  .waterfall .start,.waterfall .scale span:nth-child(2){display:none}
  .waterfall th,.waterfall td{padding-right:.625rem}
  .finding .comparison,.finding .hint,.finding .exchange{margin-left:0}
}
`;
