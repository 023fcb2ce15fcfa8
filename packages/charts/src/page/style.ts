/** The style sheet that all pages share: light, dark where the reader's system is dark. */
import { colourRules, PAGE_COLOURS } from './page-colours.js';

export const PAGE_STYLE = `
${colourRules(PAGE_COLOURS)}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 1280px; margin: 0 auto; padding: 28px 24px 64px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 8px; }
h3 { font-size: 15px; margin: 20px 0 6px; }
p { max-width: 96ch; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
.soft { color: var(--soft); margin: 4px 0 12px; max-width: 90ch; }
.list { padding-left: 20px; max-width: 96ch; }
.list li { margin: 4px 0; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; }
.tile { flex: 1 1 150px; padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--shade); }
.tile strong { display: block; font-size: 26px; line-height: 1.25; color: var(--accent); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.tile span { color: var(--soft); font-size: 13px; }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 9px; text-align: left; vertical-align: middle; }
thead th { background: var(--shade); color: var(--soft); font-weight: 600; vertical-align: bottom; position: sticky; top: 0; }
tbody th { font-weight: 600; min-width: 76px; }
.values tbody th { min-width: 140px; }
tbody tr { border-top: 1px solid var(--line); }
.number { text-align: right; }
td.number { white-space: nowrap; }
td.number small { display: block; color: var(--soft); font-size: 11px; line-height: 1.3; }
td.number .marks { display: inline-block; width: 2.4em; text-align: left; white-space: pre; }
td.yes { color: var(--good); font-weight: 600; }
td.no { color: var(--bad); font-weight: 600; }
td.remarks { min-width: 160px; color: var(--soft); font-size: 12px; line-height: 1.35; }
.facts th { width: 180px; }
.lead th:first-child { min-width: 150px; }
.lead th, .lead td { padding: 6px; }
.sortable thead th { cursor: pointer; user-select: none; }
.sortable thead th.still { cursor: default; }
.filter { font: inherit; padding: 4px 10px; width: 290px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); color: var(--ink); }
.badge { display: inline-block; font-size: 11px; font-weight: 600; padding: 0 7px; border-radius: 9px; background: var(--shade); border: 1px solid var(--line); color: var(--soft); white-space: nowrap; }
.badge.accent { color: var(--accent); }
.badge.good { color: var(--good); }
.badge.bad { color: var(--bad); border-color: var(--bad); }
.badge.doubtful { color: var(--ink); border-color: var(--doubtful); }
.notices { list-style: none; padding: 0; display: grid; gap: 6px; }
.notices li { padding: 8px 12px; border: 1px solid var(--line); border-left: 4px solid var(--soft); border-radius: 6px; }
.notices li.good { border-left-color: var(--good); }
.notices li.bad { border-left-color: var(--bad); }
.notices li.doubtful { border-left-color: var(--doubtful); }
.notices li.accent { border-left-color: var(--accent); }
.notices b { display: inline-block; min-width: 130px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)); gap: 14px; }
.card { border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; scroll-margin-top: 8px; }
.card:target { outline: 2px solid var(--accent); }
.card h3 { margin: 0 0 6px; overflow-wrap: anywhere; }
.card ul { margin: 0 0 6px; padding-left: 18px; color: var(--soft); font-size: 13px; }
.card figure { margin: 8px 0; }
.card svg { max-width: 100%; }
figure.chart { margin: 16px 0; padding: 4px; background: #ffffff; border: 1px solid var(--line); border-radius: 8px; }
figure.chart svg { max-width: 100%; height: auto; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); gap: 14px; margin: 12px 0; }
.figures figure.chart { margin: 0; }
.figures figure.chart svg { width: 100%; }
details { margin: 8px 0; }
summary { cursor: pointer; color: var(--soft); font-size: 13px; }
pre { overflow-x: auto; font-size: 12px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; }
dl { display: grid; grid-template-columns: 1fr auto; gap: 1px 14px; margin: 6px 0 0; font-size: 13px; font-variant-numeric: tabular-nums; }
dt { color: var(--soft); }
dd { margin: 0; text-align: right; }
svg { display: block; }
.bars { fill: var(--accent); }
.bars.other { fill: none; stroke: var(--other); stroke-width: 1.4; }
.band { fill: var(--band); }
.mean { fill: none; stroke: var(--accent); stroke-width: 1.2; }
.limit { fill: var(--line); opacity: 0.55; }
svg:not(.marks) text { fill: var(--soft); font-size: 10px; }
@media print { main { max-width: none; } figure, tr, .card { break-inside: avoid; } }
`;
