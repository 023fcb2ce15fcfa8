/** Style and script of the pages, as files of their own. */
import { readFile } from 'node:fs/promises';
import { PAGE_STYLE } from '@anodec/charts';
import { DataError } from '@anodec/core';

/** Rules beside those that all pages of the project share. */
const STYLE = `
:root { --alarm: #f6c3b5; --alarm-strong: #c8503c; }
@media (prefers-color-scheme: dark) { :root { --alarm: #6b3a2e; --alarm-strong: #ff8a6b; } }
.top { border-bottom: 1px solid var(--line); background: var(--shade); }
.top nav { max-width: 1280px; margin: 0 auto; padding: 10px 24px; display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: baseline; }
.top a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: underline; text-underline-offset: 5px; }
main p a, td a, th a { text-decoration: underline; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button, select, input { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 6px; padding: 3px 10px; }
button { cursor: pointer; background: var(--shade); }
button[aria-pressed="true"] { background: var(--accent); color: var(--paper); }
input[type="checkbox"] { width: 18px; height: 18px; }
input[type="range"] { flex: 1 1 200px; max-width: 520px; padding: 0; accent-color: var(--accent); }
.controls { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; max-width: none; }
.note { display: flex; flex-wrap: wrap; gap: 6px; }
.note input { flex: 1 1 110px; min-width: 90px; }
.alarms ul { margin: 0 0 4px; padding-left: 16px; }
.alarms small, .alarms .label { color: var(--soft); }
.alarms .label { display: none; }
.report { width: 100%; height: 80vh; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); }
figure { margin: 8px 0 16px; }
figure.curves, #score-chart, #heat-map { position: relative; min-height: 60px; }
#heat-map canvas { width: 100%; height: 100%; display: block; border: 1px solid var(--line); image-rendering: pixelated; }
.heat { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px; }
.heat-names { display: grid; grid-auto-rows: 18px; font-size: 12px; line-height: 18px; text-align: right; color: var(--soft); }
.keys { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 13px; color: var(--soft); }
.keys svg { display: inline-block; vertical-align: middle; margin-right: 6px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
tr.anomalous th, tr.anomalous td { color: var(--bad); }
#status:empty { display: none; }
.error { color: var(--bad); }
.u-legend { display: none; }
#rows td, #rows th, .tight td, .tight th { white-space: nowrap; }
@media (max-width: 640px) {
.alarms thead { display: none; }
.alarms .label { display: inline; }
.alarms tr { display: block; padding: 8px 4px; }
.alarms th, .alarms td { display: block; padding: 2px 6px; text-align: left; }
.alarms td:empty { display: none; } main { padding: 18px 14px 48px; } .top nav { padding: 10px 14px; } .tile { flex-basis: 120px; } .tile strong { font-size: 20px; } .facts th { width: 120px; } }
`;

/** The files by address. */
export interface Assets {
  readonly style: string;
  readonly script: string;
}

/** Reads the files. @throws DataError when the script is not built */
export async function readAssets(): Promise<Assets> {
  const [script, chart] = await Promise.all([readBuilt('page.js'), readBuilt('chart.css')]);
  return { script, style: `${chart}${PAGE_STYLE}${STYLE}` };
}

/** From `src` as from `dist`. */
async function readBuilt(name: string): Promise<string> {
  return readFile(new URL(`../dist/${name}`, import.meta.url), 'utf8').catch(() => {
    throw new DataError(`${name} of @anodec/dashboard must be built. Run npm run setup.`);
  });
}
