import{$ as chainEdges,Dt as worstFirst,I as uptimeDays,Tt as timeOf,Ut as shortened,bt as damagedWords,et as layerStates,gt as shortCommit,it as list,jt as chainLayers,mt as timeWords,pt as isoWords,wt as tally}from"./shared.js";import{a as webAddress,i as renderMarkup,n as markup,r as ownMarkup,t as anchor}from"./markup.js";import{a as shareWords,c as stateWords$1,i as outageRoots,n as knownWords,r as outageLength,s as stateTones,t as dayWords}from"./history-words.js";import{t as renderTimeline}from"./timeline.js";import{n as light,r as tones,t as dark}from"./palette.js";const lookTones={pass:`good`,warn:`warn`,unknown:`quiet`,fail:`bad`,blocked:`blocked`,maintenance:`maintenance`,untested:`untested`,"not-probed":`quiet`},lookWords={pass:`passes`,warn:`warns`,unknown:`unknown`,fail:`broken`,blocked:`blocked`,maintenance:`maintenance`,untested:`untested`,"not-probed":`not probed`},shapes={pass:`<circle cx="8" cy="8" r="7.5"/><path class="cut" d="M4.6 8.3 7 10.7l4.5-5"/>`,warn:`<path d="M8 .8 15.6 14.6a.6.6 0 0 1-.5.9H.9a.6.6 0 0 1-.5-.9z"/><path class="cut" d="M8 6v4.2M8 12.6v.2"/>`,unknown:`<rect x="1" y="1" width="14" height="14" rx="4"/><path class="cut" d="M5.8 6.1a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5M8 12v.1"/>`,fail:`<path d="M4.8.5h6.4l4.3 4.3v6.4l-4.3 4.3H4.8L.5 11.2V4.8z"/><path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/>`,blocked:`<circle cx="8" cy="8" r="7.5"/><path class="cut" d="M4.2 8h7.6"/>`,maintenance:`<rect x=".5" y=".5" width="15" height="15" rx="7.5"/><path class="cut" d="M6 5v6M10 5v6"/>`,untested:`<path d="M8 .4 15.6 8 8 15.6.4 8z"/><path class="cut" d="M8 4.6v4M8 11.2v.2"/>`,"not-probed":`<circle class="hollow" cx="8" cy="8" r="6.5"/>`};function icon(e){return markup`<svg class="icon ${lookTones[e]}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${ownMarkup(shapes[e])}</svg>`}function iconShape(e,t,n){return markup`<g class="icon ${lookTones[e]}" transform="translate(${t} ${n})">${ownMarkup(shapes[e])}</g>`}function evidenceSection({evidence:e,candidate:t}){let{requirements:n,missing:r,damaged:i}=e,a=new Set(n.map(({text:e})=>e)),o=r.filter(e=>!a.has(e));return n.length+o.length+i===0?void 0:markup`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence for <code>${shortCommit(t)}</code></h2>
<ul class="card evidence">
${o.map(t=>markup`<li>${icon(e.state===`unreadable`?`unknown`:`untested`)}<div><span class="heard">Missing: </span>${t}</div></li>
`)}${n.map(requirement)}${i===0?void 0:markup`<li>${icon(`warn`)}<div>${damagedWords(i)}</div></li>`}
</ul>
</section>`}function requirement(e){let t=shareOf(e),n=t===void 0?void 0:markup`<span class="track" aria-hidden="true"><span class="bar ${e.met?`good`:`untested`}" style="left:0;width:${t}%"></span></span>`;return markup`<li>${icon(e.met?`pass`:`untested`)}<div><span class="heard">${e.met?`Met`:`Missing`}: </span>${e.text}${n}</div></li>
`}function shareOf(e){let t=(t,n)=>e.met?100:Math.min(99,Math.max(0,Math.floor(t/Math.max(1,n)*100)));switch(e.type){case`passes`:return t(e.passed,e.passes);case`healthy-for`:return t(e.healthyMs,e.healthyForMs);case`check`:return}}const states={used:`in use`,unused:`not needed now`,expired:`expired`,"for-another-commit":`for another commit`,refused:`refused`};function waiversSection({waivers:e}){if(e.length!==0)return markup`<section aria-labelledby="waivers">
<h2 id="waivers">Waivers</h2>
<ul class="card evidence">
${e.map(waiverItem)}</ul>
</section>`}function waiverItem({state:e,probes:t,reason:n,until:r,actor:i,source:a,refusal:o}){let s=[...r===void 0?[]:[`until ${r}`],...a===`dispatch`?[`for this commit only`]:[],...i===void 0?[]:[`by ${i}`],...o===void 0?[]:[o]];return markup`<li>${icon(e===`used`?`warn`:e===`refused`?`fail`:`not-probed`)}<div><strong>${t.join(`, `)}</strong> <span class="state ${e===`used`?`warn`:`quiet`}">${states[e]}</span><br>${n}${s.map(e=>markup` <span class="aside">· ${e}</span>`)}</div></li>
`}function debtSection({debt:e}){if(e===void 0)return;let t=e.candidates.map(e=>markup`<li><code>${shortCommit(e)}</code></li> `);return markup`<section aria-labelledby="debt">
<h2 id="debt">Untested debt</h2>
<div class="card"><p>${e.sentence}, since <time datetime="${e.since}">${isoWords(e.since)}</time>.</p>${t.length===0?void 0:markup`<ul class="commits" aria-label="Candidates that entered untested">${t}</ul>`}</div>
</section>`}function causesSection({rootCauses:e,verdict:t}){if(e.length!==0)return markup`<section aria-labelledby="causes">
<h2 id="causes">${t===`inconclusive`?`What could not be judged`:`Root causes`}</h2>
<ul class="causes">
${e.map(e=>causeCard(e,t===`inconclusive`))}
</ul>
</section>`}function causeCard(e,t){let{layer:n,probe:r,check:i,code:a,expected:o,observed:s,hint:c,owner:l,blocking:u,until:d}=e,f=lookOf(e,t),p=[...r===n?[]:[`shown by ${r}`],...u?[]:[`does not block`],...d===void 0?[]:[`until ${isoWords(d)}`]];return markup`<li class="card cause ${lookTones[f]}">
<h3>${icon(f)}${n} <code class="chip">${a}</code></h3>
<p class="where">${i}${p.map(e=>markup` <span class="aside">· ${e}</span>`)}</p>
${comparison(o,s)}
<p>${c}</p>
<p class="owner">${ownerMarkup(l)}</p>
</li>
`}function lookOf({code:e,blocking:t},n){return e===`MAINTENANCE`?`maintenance`:n?`unknown`:t?`fail`:`warn`}function comparison(e,t){if(e!==void 0||t!==void 0)return markup`<dl class="comparison"><div><dt>Expected</dt><dd>${e}</dd></div><div><dt>Observed</dt><dd>${t}</dd></div></dl>`}function ownerMarkup(e){if(e===void 0)return markup`<span class="aside">No owner configured</span>`;let{team:t,contact:n,runbook:r}=e;return markup`<span class="aside">Owner</span> <strong>${t}</strong>${n===void 0?void 0:markup` <span>${n}</span>`}${r===void 0?void 0:markup` <span aria-hidden="true">·</span> ${anchor(markup`Runbook<span class="heard"> of ${t}</span>`,r)}`}`}const places={cdw:[0,0],vista:[0,1],vetext:[1,0],"vista-api":[1,1],chip:[2,0],lorota:[2,1],"vets-api":[3,0],"vets-website":[4,0]},wide={name:`wide`,width:148,step:[190,92],columns:5},tall={name:`tall`,width:140,step:[176,82],columns:2};function chainSection(e){let t=nodesOf(e);return markup`<section aria-labelledby="chain">
<h2 id="chain">The chain</h2>
<p class="note">The arrows go the way of a check-in. A layer that is broken is named as a root; what fails because of it is blocked.</p>
<div class="card picture">
${picture(t,wide)}
${picture(t,tall)}
</div>
</section>`}function nodesOf(e){let{probes:t,rootCauses:n}=e,r=new Set(n.filter(({code:e})=>e===`MAINTENANCE`).map(({layer:e})=>e)),i=new Map;for(let{layer:e,blockedBy:n=[]}of t)i.set(e,new Set([...i.get(e)??[],...n]));return[...layerStates(e)].map(([e,t])=>{let n=t===`fail`&&r.has(e)?`maintenance`:t,a=[...i.get(e)??[]];return{layer:e,look:n,words:n===`blocked`?`blocked by ${list(a)}`:lookWords[n]}})}function picture(e,t){let n=e.filter(({layer:e})=>!isChain(e)).slice(0,30),r=new Map(e.flatMap(e=>{let r=spotOf(e.layer,n,t);return r===void 0?[]:[[e.layer,r]]})),i=Math.max(...[...r.values()].map(([e])=>e))+t.width+2,a=Math.max(...[...r.values()].map(([,e])=>e))+50+2,o=e.map(({layer:e,words:t})=>`${e}: ${t}`).join(`. `),s=`chain-${t.name}`;return markup`<svg class="chain ${t.name}" viewBox="0 0 ${i} ${a}" width="${i}" height="${a}" role="img" aria-labelledby="${s}-title ${s}-desc">
<title id="${s}-title">The layers of the check-in chain and their states</title>
<desc id="${s}-desc">${o}.</desc>
<defs><marker id="${s}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="tip" d="M0 .5 7.5 4 0 7.5z"/></marker></defs>
${chainEdges.map(([e,n])=>edge(r.get(e),r.get(n),t))}
${e.map(e=>drawn(e,r.get(e.layer),t))}
</svg>`}function spotOf(e,t,{name:n,step:r,columns:i}){let a=t.findIndex(t=>t.layer===e);if(!isChain(e)&&a<0)return;let[o,s]=isChain(e)?places[e]??[0,0]:n===`wide`?[a%i,2+Math.floor(a/i)]:[5+Math.floor(a/i),a%i],[c,l]=n===`wide`?[o,s]:[s,o];return[2+c*r[0],2+l*r[1]]}function isChain(e){return chainLayers.includes(e)}function edge(e,t,n){if(e===void 0||t===void 0)return;let[r,i]=[Math.sign(t[0]-e[0]),Math.sign(t[1]-e[1])],a=r===0||i===0?0:13*i,[o,s]=side(e,n,r,r===0?i:0),[c,l]=side(t,n,-r,r===0?-i:0),[u,d]=[s+a,l-a],f=(c-o)/2,p=a===0?markup`L${c} ${d}`:markup`C${o+f} ${u} ${c-f} ${d} ${c} ${d}`;return markup`<path class="edge" d="M${o} ${u}${p}" marker-end="url(#chain-${n.name}-arrow)"/>`}function side([e,t],{width:n},r,i){return[e+n/2*(1+r),t+25*(1+i)]}function drawn({layer:e,look:t,words:n},r,{width:i}){if(r===void 0)return;let[a,o]=r,s=Math.floor((i-42)/5.8);return markup`<g class="node ${lookTones[t]} ${t}" transform="translate(${a} ${o})"><rect width="${i}" height="${50}" rx="10"/>${iconShape(t,12,17)}<text class="name" x="38" y="22">${shortened(e,14)}</text><text class="words" x="38" y="38">${shortened(n,s)}</text></g>
`}const looks={ready:`pass`,"not-ready":`fail`,inconclusive:`unknown`,untested:`untested`},verdictWords={ready:`Ready`,"not-ready":`Not ready`,inconclusive:`Inconclusive`,untested:`Untested`};function verdictLook({verdict:e,waivers:t}){return e===`ready`&&t.some(({state:e})=>e===`used`)?`warn`:looks[e]}function hero(e){let t=verdictLook(e);return markup`<header class="hero ${lookTones[t]}">
<div class="page">
<p class="eyebrow">Staging Health Gate <span aria-hidden="true">·</span> ${e.environment}</p>
<h1>${icon(t)}<span>${verdictWords[e.verdict]}</span></h1>
${pills(e)}
<p class="lead">${e.headline}</p>
<dl class="facts">
${facts(e)}
</dl>
</div>
</header>`}function pills({enforced:e,waivers:t,selectedProbes:n}){let r=[...e?[]:[`Not enforced`],...t.some(({state:e})=>e===`used`)?[`Waived`]:[],...n===void 0?[]:[`Only some probes ran`]];if(r.length!==0)return markup`<p class="pills">${r.map(e=>markup`<span class="pill">${e}</span> `)}</p>`}function facts(e){let{decision:t,candidate:n,live:r,startedAt:i,durationMs:a,mode:o,runUrl:s}=e;return[fact(`Deploy`,t===`allow`?`allowed`:`blocked`),fact(`Candidate`,markup`<code>${shortCommit(n)}</code>`),...r===void 0?[]:[fact(`Live`,markup`<code>${shortCommit(r)}</code>`)],fact(`Mode`,o),fact(`Probed`,markup`<time datetime="${i}">${isoWords(i)}</time>`),fact(`Took`,timeOf(a)),...webAddress(s)===void 0?[]:[fact(`Run`,anchor(`open`,s))]]}function fact(e,t){return markup`<div><dt>${e}</dt><dd>${t}</dd></div>
`}function historySection(e){if(e!==void 0)return markup`<section aria-labelledby="history">
<h2 id="history">The last ${dayWords(e.days)}</h2>
<div class="card picture">
<div class="wide">${timeline(e,`wide`)}</div>
<div class="tall">${timeline(e,`narrow`)}</div>
</div>
${uptimeTable(e)}
${outageTable(e.outages)}
</section>`}function timeline(e,t){return ownMarkup(renderTimeline(e,{layout:t,id:`timeline-${t}`}))}function uptimeTable({environment:e,overall:t,layers:n}){let r=uptimeDays.map(e=>markup`<th scope="col" class="number">${dayWords(e)}</th>`);return markup`<div class="card scroll uptime" tabindex="0" role="region" aria-labelledby="uptime">
<table>
<caption id="uptime">Uptime <span class="aside">as a share of the known time; below, how much is known</span></caption>
<thead><tr><th scope="col">Layer</th><th scope="col">Now</th>${r}</tr></thead>
<tbody>
${uptimeRow(e,t)}${n.map(e=>uptimeRow(e.layer,e))}</tbody>
</table>
</div>`}function uptimeRow(e,{state:t,since:n,uptime:r}){return markup`<tr><th scope="row">${e}</th><td><span class="state ${stateTones[t]}">${stateWords$1[t]}</span><span class="below since">${sinceText(t,n)}</span></td>${r.map(uptimeCell)}</tr>
`}function uptimeCell(e){return markup`<td class="number">${shareWords(e)}<span class="below">${knownWords(e)} known</span></td>`}function outageTable(e){if(e.length!==0)return markup`<div class="card scroll outages" tabindex="0" role="region" aria-labelledby="outages">
<table>
<caption id="outages">Last outages</caption>
<thead><tr><th scope="col">Began</th><th scope="col">Length</th><th scope="col">Broken</th></tr></thead>
<tbody>
${e.map(outageRow)}</tbody>
</table>
</div>`}function outageRow(e){let t=e.end===void 0?markup` <span class="state bad">goes on</span>`:void 0;return markup`<tr><th scope="row">${timeWords(e.start)}</th><td>${outageLength(e)}${t}</td><td>${outageRoots(e)}</td></tr>
`}function sinceText(e,t){return t===void 0?`never seen`:`${e===`no-data`?`last known`:`since`} ${timeWords(t)}`}function exchangeMarkup(e){let{certificate:t,shape:n}=e,r=[...times(e),[`Address`,e.address],[`Server`,e.server],[`Certificate`,t===void 0?void 0:`${t.subject}, by ${t.issuer}, ${String(t.daysLeft)} days left`]];return markup`<dl class="exchange">${r.map(([e,t])=>t===void 0?void 0:markup`<div><dt>${e}</dt><dd>${t}</dd></div> `)}${n===void 0?void 0:markup`<div><dt>Shape</dt><dd><code>${n}</code></dd></div>`}</dl>`}function times({dnsMs:e,connectMs:t,tlsMs:n,firstByteMs:r,totalMs:i}){return[[`DNS`,e],[`Connect`,t],[`TLS`,n],[`First byte`,r],[`Total`,i]].map(([e,t])=>[e,t===void 0?void 0:timeOf(t)])}function probesSection({probes:e}){return markup`<section aria-labelledby="probes">
<h2 id="probes">Probes</h2>
${worstFirst(e).map(probeCard)}
</section>`}function probeCard(e,t){let{name:n,status:r,checks:i,blockedBy:a}=e,o=a!==void 0&&r===`fail`?`blocked`:r,s=worstFirst(i.filter(e=>e.status!==`pass`)),c=i.filter(e=>e.status===`pass`),l=`probe-${String(t+1)}`;return markup`<article class="card probe${s.length===0?` calm`:``}" aria-labelledby="${l}">
<h3 id="${l}">${icon(o)}${n} <span class="state ${lookTones[o]}">${stateWords(o,a)}</span></h3>
<p class="meta">${metaOf(e)}</p>
${[...Map.groupBy(s,({hint:e})=>e??``)].map(([t,n])=>finding(t,n,e.layer))}
${passedChecks(n,c)}
</article>
`}function stateWords(e,t=[]){return e===`blocked`?`blocked by ${t.join(`, `)}`:lookWords[e]}function metaOf({kind:e,layer:t,name:n,required:r,attempts:i,durationMs:a,checks:o,owner:s,labels:c,status:l}){let u=[...e===n?[]:[`kind ${e}`],...t===n?[]:[`layer ${t}`],...r?[]:[`not required`],`${tally(o)} checks`,timeOf(a),...i>1?[`${String(i)} attempts`]:[],...c];return markup`${u.map(e=>markup`<span>${e}</span> `)}${s===void 0&&l===`pass`?void 0:markup`<span>${ownerMarkup(s)}</span>`}`}function finding(e,t,n){return markup`<div class="finding">
<ul>
${t.map(e=>faultyCheck(e,n))}
</ul>
${e===``?void 0:markup`<p class="hint">${e}</p>`}
</div>
`}function faultyCheck({name:e,status:t,code:n,layer:r,expected:i,observed:a,note:o,exchange:s},c){return markup`<li>
<h4>${icon(t)}<span class="heard">${lookWords[t]}: </span>${e} <code class="chip">${n}</code> ${r===c?void 0:markup`<span class="aside">about ${r}</span>`}</h4>
${comparison(i,a)}
${o===void 0?void 0:markup`<p class="aside">${o}</p>`}
${s===void 0?void 0:exchangeMarkup(s)}
</li>
`}function passedChecks(e,t){if(t.length===0)return;let n=String(t.length);return markup`<details>
<summary>${n} ${t.length===1?`check`:`checks`} passed<span class="heard"> of ${e}</span></summary>
<table>
<caption class="heard">Checks of ${e} that passed</caption>
<thead><tr><th scope="col">Check</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>
${t.map(({name:e,durationMs:t,note:n,exchange:r})=>markup`<tr><th scope="row">${e}${n===void 0?void 0:markup`<span class="below">${n}</span>`}${r===void 0?void 0:exchangeMarkup(r)}</th><td class="number">${timeOf(t)}</td></tr>
`)}</tbody>
</table>
</details>`}function variables(e){let{ground:t,surface:n,ink:r,muted:i,line:a,accent:o}=e,s=Object.entries({ground:t,surface:n,ink:r,muted:i,line:a,accent:o}),c=tones.flatMap(t=>[[t,e.tones[t][0]],[`${t}-tint`,e.tones[t][1]]]);return[...s,...c].map(([e=``,t=``])=>`--${e}:${t}`).join(`;`)}const toneClasses=tones.map(e=>`.${e}{--tone:var(--${e});--tint:var(--${e}-tint)}`).join(`
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

`;function timingsSection({probes:e,durationMs:t}){if(e.length===0)return;let n=Math.max(1,t,...e.map(e=>e.startedMs+e.durationMs)),r=e.toSorted((e,t)=>e.startedMs-t.startedMs);return markup`<section aria-labelledby="timings">
<h2 id="timings">Timings</h2>
<div class="card">
<table class="waterfall">
<caption class="heard">When each probe started, after the start of the run, and how long it took</caption>
<thead><tr><th scope="col">Probe</th><th scope="col" class="number start">Start</th><th scope="col" class="bars"><span class="heard">Bar</span><span class="scale" aria-hidden="true"><span>0</span><span>${timeOf(n/2)}</span><span>${timeOf(n)}</span></span></th><th scope="col" class="number">Took</th></tr></thead>
<tbody>
${r.map(e=>row(e,n))}</tbody>
</table>
</div>
</section>`}function row({name:e,status:t,startedMs:n,durationMs:r},i){return markup`<tr><th scope="row">${icon(t)}${e}<span class="heard"> (${lookWords[t]})</span></th><td class="number start">${timeOf(n)}</td><td class="bars"><span class="track"><span class="bar ${lookTones[t]}" style="left:${percent(n,i)}%;width:${percent(r,i)}%"></span></span></td><td class="number">${timeOf(r)}</td></tr>
`}function percent(e,t){let n=e/t*100;return Number.isFinite(n)?Math.round(Math.min(100,Math.max(0,n))*100)/100:0}function renderHtml(e,t){let{verdict:n,environment:r,startedAt:i}=e,a=markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${ownMarkup(`default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdictWords[n]} · ${r} · Staging Health Gate</title>
<link rel="icon" href="${favicon(light.tones[lookTones[verdictLook(e)]][0])}">
<style>${ownMarkup(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the findings</a>
${hero(e)}
<main id="main" class="page" tabindex="-1">
${causesSection(e)}
${waiversSection(e)}
${chainSection(e)}
${evidenceSection(e)}
${debtSection(e)}
${probesSection(e)}
${timingsSection(e)}
${historySection(t)}
</main>
<footer class="page">
<p>Written by the Staging Health Gate. Probed <time datetime="${i}">${isoWords(i)}</time>. The same facts stand in <code>report.json</code>.</p>
</footer>
</body>
</html>`;return`${renderMarkup(a)}\n`}function favicon(e){let t=`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${e}"/></svg>`;return`data:image/svg+xml,${encodeURIComponent(t)}`}export{renderHtml};