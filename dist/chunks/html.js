import{a as outageRoots,c as stateTones,h as list,i as outageLength,l as stateWords$1,n as isoWords,o as shareWords,r as knownWords,t as dayWords,u as timeWords}from"./history-words.js";import{C as tally,D as chainLayers,E as worstFirst,m as shortCommit,r as uptimeDays,w as timeOf}from"./history.js";import{a as webAddress,i as renderMarkup,n as markup,r as ownMarkup,t as anchor}from"./markup.js";import{o as shortened}from"./spans.js";import{n as layerStates,t as chainEdges}from"./chain.js";import{t as renderTimeline}from"./timeline.js";import{n as light,r as tones,t as dark}from"./palette.js";const lookTones={pass:`good`,warn:`warn`,unknown:`quiet`,fail:`bad`,blocked:`blocked`,maintenance:`maintenance`,untested:`untested`,"not-probed":`quiet`},lookWords={pass:`passes`,warn:`warns`,unknown:`unknown`,fail:`broken`,blocked:`blocked`,maintenance:`maintenance`,untested:`untested`,"not-probed":`not probed`},shapes={pass:`<circle cx="8" cy="8" r="7.5"/><path class="cut" d="M4.6 8.3 7 10.7l4.5-5"/>`,warn:`<path d="M8 .8 15.6 14.6a.6.6 0 0 1-.5.9H.9a.6.6 0 0 1-.5-.9z"/><path class="cut" d="M8 6v4.2M8 12.6v.2"/>`,unknown:`<rect x="1" y="1" width="14" height="14" rx="4"/><path class="cut" d="M5.8 6.1a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5M8 12v.1"/>`,fail:`<path d="M4.8.5h6.4l4.3 4.3v6.4l-4.3 4.3H4.8L.5 11.2V4.8z"/><path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/>`,blocked:`<circle cx="8" cy="8" r="7.5"/><path class="cut" d="M4.2 8h7.6"/>`,maintenance:`<rect x=".5" y=".5" width="15" height="15" rx="7.5"/><path class="cut" d="M6 5v6M10 5v6"/>`,untested:`<path d="M8 .4 15.6 8 8 15.6.4 8z"/><path class="cut" d="M8 4.6v4M8 11.2v.2"/>`,"not-probed":`<circle class="hollow" cx="8" cy="8" r="6.5"/>`};function icon(look){return markup`<svg class="icon ${lookTones[look]}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${ownMarkup(shapes[look])}</svg>`}function iconShape(look,x,y){return markup`<g class="icon ${lookTones[look]}" transform="translate(${x} ${y})">${ownMarkup(shapes[look])}</g>`}function evidenceSection({evidence,candidate}){let{requirements,missing,damaged}=evidence,told=new Set(requirements.map(({text})=>text)),others=missing.filter(text=>!told.has(text));return requirements.length+others.length+damaged===0?void 0:markup`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence for <code>${shortCommit(candidate)}</code></h2>
<ul class="card evidence">
${others.map(text=>markup`<li>${icon(evidence.state===`unreadable`?`unknown`:`untested`)}<div><span class="heard">Missing: </span>${text}</div></li>
`)}${requirements.map(requirement)}${damaged===0?void 0:markup`<li>${icon(`warn`)}<div>${damaged===1?`One damaged line of the ledger was`:`${String(damaged)} damaged lines of the ledger were`} left out</div></li>`}
</ul>
</section>`}function requirement(progress){let share=shareOf(progress),bar=share===void 0?void 0:markup`<span class="track" aria-hidden="true"><span class="bar ${progress.met?`good`:`untested`}" style="left:0;width:${share}%"></span></span>`;return markup`<li>${icon(progress.met?`pass`:`untested`)}<div><span class="heard">${progress.met?`Met`:`Missing`}: </span>${progress.text}${bar}</div></li>
`}function shareOf(progress){let reached=(part,whole)=>progress.met?100:Math.min(99,Math.max(0,Math.floor(part/Math.max(1,whole)*100)));switch(progress.type){case`passes`:return reached(progress.passed,progress.passes);case`healthy-for`:return reached(progress.healthyMs,progress.healthyForMs);case`check`:return}}const states={used:`in use`,unused:`not needed now`,expired:`expired`,"for-another-commit":`for another commit`,refused:`refused`};function waiversSection({waivers}){if(waivers.length!==0)return markup`<section aria-labelledby="waivers">
<h2 id="waivers">Waivers</h2>
<ul class="card evidence">
${waivers.map(waiverItem)}</ul>
</section>`}function waiverItem({state,probes,reason,until,actor,source,refusal}){let terms=[...until===void 0?[]:[`until ${until}`],...source===`dispatch`?[`for this commit only`]:[],...actor===void 0?[]:[`by ${actor}`],...refusal===void 0?[]:[refusal]];return markup`<li>${icon(state===`used`?`warn`:state===`refused`?`fail`:`not-probed`)}<div><strong>${probes.join(`, `)}</strong> <span class="state ${state===`used`?`warn`:`quiet`}">${states[state]}</span><br>${reason}${terms.map(term=>markup` <span class="aside">· ${term}</span>`)}</div></li>
`}function debtSection({debt}){if(debt===void 0)return;let commits=debt.candidates.map(commit=>markup`<li><code>${shortCommit(commit)}</code></li> `);return markup`<section aria-labelledby="debt">
<h2 id="debt">Untested debt</h2>
<div class="card"><p>${debt.sentence}, since <time datetime="${debt.since}">${isoWords(debt.since)}</time>.</p>${commits.length===0?void 0:markup`<ul class="commits" aria-label="Candidates that entered untested">${commits}</ul>`}</div>
</section>`}function causesSection({rootCauses,verdict}){if(rootCauses.length!==0)return markup`<section aria-labelledby="causes">
<h2 id="causes">${verdict===`inconclusive`?`What could not be judged`:`Root causes`}</h2>
<ul class="causes">
${rootCauses.map(cause=>causeCard(cause,verdict===`inconclusive`))}
</ul>
</section>`}function causeCard(cause,inconclusive){let{layer,probe,check,code,expected,observed,hint,owner,blocking,until}=cause,look=lookOf(cause,inconclusive),notes=[...probe===layer?[]:[`shown by ${probe}`],...blocking?[]:[`does not block`],...until===void 0?[]:[`until ${isoWords(until)}`]];return markup`<li class="card cause ${lookTones[look]}">
<h3>${icon(look)}${layer} <code class="chip">${code}</code></h3>
<p class="where">${check}${notes.map(note=>markup` <span class="aside">· ${note}</span>`)}</p>
${comparison(expected,observed)}
<p>${hint}</p>
<p class="owner">${ownerMarkup(owner)}</p>
</li>
`}function lookOf({code,blocking},inconclusive){return code===`MAINTENANCE`?`maintenance`:inconclusive?`unknown`:blocking?`fail`:`warn`}function comparison(expected,observed){if(expected!==void 0||observed!==void 0)return markup`<dl class="comparison"><div><dt>Expected</dt><dd>${expected}</dd></div><div><dt>Observed</dt><dd>${observed}</dd></div></dl>`}function ownerMarkup(owner){if(owner===void 0)return markup`<span class="aside">No owner configured</span>`;let{team,contact,runbook}=owner;return markup`<span class="aside">Owner</span> <strong>${team}</strong>${contact===void 0?void 0:markup` <span>${contact}</span>`}${runbook===void 0?void 0:markup` <span aria-hidden="true">·</span> ${anchor(markup`Runbook<span class="heard"> of ${team}</span>`,runbook)}`}`}const places={cdw:[0,0],vista:[0,1],vetext:[1,0],"vista-api":[1,1],chip:[2,0],lorota:[2,1],"vets-api":[3,0],"vets-website":[4,0]},wide={name:`wide`,width:148,step:[190,92],columns:5},tall={name:`tall`,width:140,step:[176,82],columns:2};function chainSection(report){let nodes=nodesOf(report);return markup`<section aria-labelledby="chain">
<h2 id="chain">The chain</h2>
<p class="note">The arrows go the way of a check-in. A layer that is broken is named as a root; what fails because of it is blocked.</p>
<div class="card picture">
${picture(nodes,wide)}
${picture(nodes,tall)}
</div>
</section>`}function nodesOf(report){let{probes,rootCauses}=report,inMaintenance=new Set(rootCauses.filter(({code})=>code===`MAINTENANCE`).map(({layer})=>layer));return[...layerStates(report)].map(([layer,state])=>{let look=state===`fail`&&inMaintenance.has(layer)?`maintenance`:state,blockers=[...new Set(probes.flatMap(probe=>probe.layer===layer?probe.blockedBy??[]:[]))];return{layer,look,words:look===`blocked`?`blocked by ${list(blockers)}`:lookWords[look]}})}function picture(nodes,grid){let own=nodes.filter(({layer})=>!isChain(layer)).slice(0,30),spots=new Map(nodes.flatMap(node=>{let spot=spotOf(node.layer,own,grid);return spot===void 0?[]:[[node.layer,spot]]})),width=Math.max(...[...spots.values()].map(([x])=>x))+grid.width+2,height=Math.max(...[...spots.values()].map(([,y])=>y))+50+2,heard=nodes.map(({layer,words})=>`${layer}: ${words}`).join(`. `),id=`chain-${grid.name}`;return markup`<svg class="chain ${grid.name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">The layers of the check-in chain and their states</title>
<desc id="${id}-desc">${heard}.</desc>
<defs><marker id="${id}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="tip" d="M0 .5 7.5 4 0 7.5z"/></marker></defs>
${chainEdges.map(([from,to])=>edge(spots.get(from),spots.get(to),grid))}
${nodes.map(node=>drawn(node,spots.get(node.layer),grid))}
</svg>`}function spotOf(layer,own,{name,step,columns}){let index=own.findIndex(node=>node.layer===layer);if(!isChain(layer)&&index<0)return;let[rank,lane]=isChain(layer)?places[layer]??[0,0]:name===`wide`?[index%columns,2+Math.floor(index/columns)]:[5+Math.floor(index/columns),index%columns],[column,row]=name===`wide`?[rank,lane]:[lane,rank];return[2+column*step[0],2+row*step[1]]}function isChain(layer){return chainLayers.includes(layer)}function edge(from,to,grid){if(from===void 0||to===void 0)return;let[dx,dy]=[Math.sign(to[0]-from[0]),Math.sign(to[1]-from[1])],aside=dx===0||dy===0?0:13*dy,[startX,startY]=side(from,grid,dx,dx===0?dy:0),[endX,endY]=side(to,grid,-dx,dx===0?-dy:0),[y,toY]=[startY+aside,endY-aside],bend=(endX-startX)/2,path=aside===0?markup`L${endX} ${toY}`:markup`C${startX+bend} ${y} ${endX-bend} ${toY} ${endX} ${toY}`;return markup`<path class="edge" d="M${startX} ${y}${path}" marker-end="url(#chain-${grid.name}-arrow)"/>`}function side([x,y],{width},dx,dy){return[x+width/2*(1+dx),y+25*(1+dy)]}function drawn({layer,look,words},spot,{width}){if(spot===void 0)return;let[x,y]=spot,most=Math.floor((width-42)/5.8);return markup`<g class="node ${lookTones[look]} ${look}" transform="translate(${x} ${y})"><rect width="${width}" height="${50}" rx="10"/>${iconShape(look,12,17)}<text class="name" x="38" y="22">${shortened(layer,14)}</text><text class="words" x="38" y="38">${shortened(words,most)}</text></g>
`}const looks={ready:`pass`,"not-ready":`fail`,inconclusive:`unknown`,untested:`untested`},verdictWords={ready:`Ready`,"not-ready":`Not ready`,inconclusive:`Inconclusive`,untested:`Untested`};function verdictLook({verdict,waivers}){return verdict===`ready`&&waivers.some(({state})=>state===`used`)?`warn`:looks[verdict]}function hero(report){let look=verdictLook(report);return markup`<header class="hero ${lookTones[look]}">
<div class="page">
<p class="eyebrow">Staging Health Gate <span aria-hidden="true">·</span> ${report.environment}</p>
<h1>${icon(look)}<span>${verdictWords[report.verdict]}</span></h1>
${pills(report)}
<p class="lead">${report.headline}</p>
<dl class="facts">
${facts(report)}
</dl>
</div>
</header>`}function pills({enforced,waivers,selectedProbes}){let words=[...enforced?[]:[`Not enforced`],...waivers.some(({state})=>state===`used`)?[`Waived`]:[],...selectedProbes===void 0?[]:[`Only some probes ran`]];if(words.length!==0)return markup`<p class="pills">${words.map(word=>markup`<span class="pill">${word}</span> `)}</p>`}function facts(report){let{decision,candidate,live,startedAt,durationMs,mode,runUrl}=report;return[fact(`Deploy`,decision===`allow`?`allowed`:`blocked`),fact(`Candidate`,markup`<code>${shortCommit(candidate)}</code>`),...live===void 0?[]:[fact(`Live`,markup`<code>${shortCommit(live)}</code>`)],fact(`Mode`,mode),fact(`Probed`,markup`<time datetime="${startedAt}">${isoWords(startedAt)}</time>`),fact(`Took`,timeOf(durationMs)),...webAddress(runUrl)===void 0?[]:[fact(`Run`,anchor(`open`,runUrl))]]}function fact(name,value){return markup`<div><dt>${name}</dt><dd>${value}</dd></div>
`}function historySection(history){if(history!==void 0)return markup`<section aria-labelledby="history">
<h2 id="history">The last ${dayWords(history.days)}</h2>
<div class="card picture">
<div class="wide">${timeline(history,`wide`)}</div>
<div class="tall">${timeline(history,`narrow`)}</div>
</div>
${uptimeTable(history)}
${outageTable(history.outages)}
</section>`}function timeline(history,layout){return ownMarkup(renderTimeline(history,{layout,id:`timeline-${layout}`}))}function uptimeTable({environment,overall,layers}){let head=uptimeDays.map(days=>markup`<th scope="col" class="number">${dayWords(days)}</th>`);return markup`<div class="card scroll" tabindex="0" role="region" aria-labelledby="uptime">
<table>
<caption id="uptime">Uptime <span class="aside">as a share of the known time; below, how much is known</span></caption>
<thead><tr><th scope="col">Layer</th><th scope="col">Now</th>${head}</tr></thead>
<tbody>
${uptimeRow(environment,overall)}${layers.map(layer=>uptimeRow(layer.layer,layer))}</tbody>
</table>
</div>`}function uptimeRow(name,{state,since,uptime}){return markup`<tr><th scope="row">${name}</th><td><span class="state ${stateTones[state]}">${stateWords$1[state]}</span><span class="below since">${sinceText(state,since)}</span></td>${uptime.map(uptimeCell)}</tr>
`}function uptimeCell(uptime){return markup`<td class="number">${shareWords(uptime)}<span class="below">${knownWords(uptime)} known</span></td>`}function outageTable(outages){if(outages.length!==0)return markup`<div class="card scroll" tabindex="0" role="region" aria-labelledby="outages">
<table>
<caption id="outages">Last outages</caption>
<thead><tr><th scope="col">Began</th><th scope="col">Length</th><th scope="col">Broken</th></tr></thead>
<tbody>
${outages.map(outageRow)}</tbody>
</table>
</div>`}function outageRow(outage){let goesOn=outage.end===void 0?markup` <span class="state bad">goes on</span>`:void 0;return markup`<tr><th scope="row">${timeWords(outage.start)}</th><td>${outageLength(outage)}${goesOn}</td><td>${outageRoots(outage)}</td></tr>
`}function sinceText(state,since){return since===void 0?`never seen`:`${state===`no-data`?`last known`:`since`} ${timeWords(since)}`}function exchangeMarkup(exchange){let{certificate,shape}=exchange,facts=[...times(exchange),[`Address`,exchange.address],[`Server`,exchange.server],[`Certificate`,certificate===void 0?void 0:`${certificate.subject}, by ${certificate.issuer}, ${String(certificate.daysLeft)} days left`]];return markup`<dl class="exchange">${facts.map(([name,value])=>value===void 0?void 0:markup`<div><dt>${name}</dt><dd>${value}</dd></div> `)}${shape===void 0?void 0:markup`<div><dt>Shape</dt><dd><code>${shape}</code></dd></div>`}</dl>`}function times({dnsMs,connectMs,tlsMs,firstByteMs,totalMs}){return[[`DNS`,dnsMs],[`Connect`,connectMs],[`TLS`,tlsMs],[`First byte`,firstByteMs],[`Total`,totalMs]].map(([name,ms])=>[name,ms===void 0?void 0:timeOf(ms)])}function probesSection({probes}){return markup`<section aria-labelledby="probes">
<h2 id="probes">Probes</h2>
${worstFirst(probes).map(probeCard)}
</section>`}function probeCard(probe,index){let{name,status,checks,blockedBy}=probe,look=blockedBy!==void 0&&status===`fail`?`blocked`:status,faulty=worstFirst(checks.filter(check=>check.status!==`pass`)),passed=checks.filter(check=>check.status===`pass`),id=`probe-${String(index+1)}`;return markup`<article class="card probe${faulty.length===0?` calm`:``}" aria-labelledby="${id}">
<h3 id="${id}">${icon(look)}${name} <span class="state ${lookTones[look]}">${stateWords(look,blockedBy)}</span></h3>
<p class="meta">${metaOf(probe)}</p>
${[...Map.groupBy(faulty,({hint})=>hint??``)].map(([hint,about])=>finding(hint,about,probe.layer))}
${passedChecks(name,passed)}
</article>
`}function stateWords(look,blockedBy=[]){return look===`blocked`?`blocked by ${blockedBy.join(`, `)}`:lookWords[look]}function metaOf({kind,layer,name,required,attempts,durationMs,checks,owner,labels,status}){let facts=[...kind===name?[]:[`kind ${kind}`],...layer===name?[]:[`layer ${layer}`],...required?[]:[`not required`],`${tally(checks)} checks`,timeOf(durationMs),...attempts>1?[`${String(attempts)} attempts`]:[],...labels];return markup`${facts.map(fact=>markup`<span>${fact}</span> `)}${owner===void 0&&status===`pass`?void 0:markup`<span>${ownerMarkup(owner)}</span>`}`}function finding(hint,checks,own){return markup`<div class="finding">
<ul>
${checks.map(check=>faultyCheck(check,own))}
</ul>
${hint===``?void 0:markup`<p class="hint">${hint}</p>`}
</div>
`}function faultyCheck({name,status,code,layer,expected,observed,note,exchange},own){return markup`<li>
<h4>${icon(status)}<span class="heard">${lookWords[status]}: </span>${name} <code class="chip">${code}</code> ${layer===own?void 0:markup`<span class="aside">about ${layer}</span>`}</h4>
${comparison(expected,observed)}
${note===void 0?void 0:markup`<p class="aside">${note}</p>`}
${exchange===void 0?void 0:exchangeMarkup(exchange)}
</li>
`}function passedChecks(probe,checks){if(checks.length===0)return;let count=String(checks.length);return markup`<details>
<summary>${count} ${checks.length===1?`check`:`checks`} passed<span class="heard"> of ${probe}</span></summary>
<table>
<caption class="heard">Checks of ${probe} that passed</caption>
<thead><tr><th scope="col">Check</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>
${checks.map(({name,durationMs,note,exchange})=>markup`<tr><th scope="row">${name}${note===void 0?void 0:markup`<span class="below">${note}</span>`}${exchange===void 0?void 0:exchangeMarkup(exchange)}</th><td class="number">${timeOf(durationMs)}</td></tr>
`)}</tbody>
</table>
</details>`}function variables(theme){let{ground,surface,ink,muted,line,accent}=theme,plain=Object.entries({ground,surface,ink,muted,line,accent}),toned=tones.flatMap(tone=>[[tone,theme.tones[tone][0]],[`${tone}-tint`,theme.tones[tone][1]]]);return[...plain,...toned].map(([name=``,value=``])=>`--${name}:${value}`).join(`;`)}const toneClasses=tones.map(tone=>`.${tone}{--tone:var(--${tone});--tint:var(--${tone}-tint)}`).join(`
`),pageStyle=`
:root{color-scheme:light dark;${variables(light)}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
${toneClasses}

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
  .scroll .since{white-space:normal;width:7.5rem}
  .waterfall .bars{width:40%}
  .waterfall .bars + .number{padding-left:0}
  .waterfall .start,.waterfall .scale span:nth-child(2){display:none}
  .waterfall th,.waterfall td{padding-right:.625rem}
  .finding .comparison,.finding .hint,.finding .exchange{margin-left:0}
}

`;function timingsSection({probes,durationMs}){if(probes.length===0)return;let endMs=Math.max(1,durationMs,...probes.map(probe=>probe.startedMs+probe.durationMs)),rows=probes.toSorted((a,b)=>a.startedMs-b.startedMs);return markup`<section aria-labelledby="timings">
<h2 id="timings">Timings</h2>
<div class="card">
<table class="waterfall">
<caption class="heard">When each probe started, after the start of the run, and how long it took</caption>
<thead><tr><th scope="col">Probe</th><th scope="col" class="number start">Start</th><th scope="col" class="bars"><span class="heard">Bar</span><span class="scale" aria-hidden="true"><span>0</span><span>${timeOf(endMs/2)}</span><span>${timeOf(endMs)}</span></span></th><th scope="col" class="number">Took</th></tr></thead>
<tbody>
${rows.map(probe=>row(probe,endMs))}</tbody>
</table>
</div>
</section>`}function row({name,status,startedMs,durationMs},endMs){return markup`<tr><th scope="row">${icon(status)}${name}<span class="heard"> (${lookWords[status]})</span></th><td class="number start">${timeOf(startedMs)}</td><td class="bars"><span class="track"><span class="bar ${lookTones[status]}" style="left:${percent(startedMs,endMs)}%;width:${percent(durationMs,endMs)}%"></span></span></td><td class="number">${timeOf(durationMs)}</td></tr>
`}function percent(ms,endMs){let share=ms/endMs*100;return Number.isFinite(share)?Math.round(Math.min(100,Math.max(0,share))*100)/100:0}function renderHtml(report,history){let{verdict,environment,startedAt}=report,page=markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${ownMarkup(`default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdictWords[verdict]} · ${environment} · Staging Health Gate</title>
<link rel="icon" href="${favicon(light.tones[lookTones[verdictLook(report)]][0])}">
<style>${ownMarkup(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the findings</a>
${hero(report)}
<main id="main" class="page" tabindex="-1">
${causesSection(report)}
${waiversSection(report)}
${chainSection(report)}
${evidenceSection(report)}
${debtSection(report)}
${probesSection(report)}
${timingsSection(report)}
${historySection(history)}
</main>
<footer class="page">
<p>Written by the Staging Health Gate. Probed <time datetime="${startedAt}">${isoWords(startedAt)}</time>. The same facts stand in <code>report.json</code>.</p>
</footer>
</body>
</html>`;return`${renderMarkup(page)}\n`}function favicon(colour){let dot=`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/></svg>`;return`data:image/svg+xml,${encodeURIComponent(dot)}`}export{renderHtml};