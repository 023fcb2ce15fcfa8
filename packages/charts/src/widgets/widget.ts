/**
 * Charts that a script of the page draws from data in the page: they can be zoomed and read off, follow the
 * colours of the reader's system, and fit a phone. No network, no library.
 */
import { escapeHtml } from '../page/escape.js';
import { colourRules, WIDGET_COLOURS } from '../page/page-colours.js';
import { BROWSER_SCRIPT } from './browser-script.js';
import type { WidgetContent } from './content.js';
import { HEAT_MAP_SCRIPT } from './heat-map-script.js';
import { PLOT_SCRIPT } from './plot-script.js';
import { SAMPLES_SCRIPT } from './samples-script.js';
import { SIGNALS_SCRIPT } from './signals-script.js';
import { SLIDER_SCRIPT } from './slider-script.js';
import { TIMELINE_SCRIPT } from './timeline-script.js';

/**
 * A chart and its data; the script of the page draws it.
 *
 * @param still address of a picture that stands there where no script runs
 */
export function htmlWidget(title: string, content: WidgetContent, still?: string): string {
  const { widget, ...data } = content;
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return (
    `<figure class="widget" data-widget="${widget}" aria-label="${escapeHtml(title)}">` +
    `<figcaption>${escapeHtml(title)}</figcaption>` +
    (still === undefined
      ? ''
      : `<img class="still" alt="${escapeHtml(title)}" src="${escapeHtml(still)}" style="max-width: 100%">`) +
    `<script type="application/json">${json}</script></figure>`
  );
}

/** Draws every widget of the page that is not drawn yet. */
export const WIDGET_SCRIPT = `(() => {
${[PLOT_SCRIPT, TIMELINE_SCRIPT, SIGNALS_SCRIPT, HEAT_MAP_SCRIPT, SLIDER_SCRIPT, BROWSER_SCRIPT, SAMPLES_SCRIPT].join('\n')}
const draws = { timeline, signals, heatMap, slider, browser, samples };
for (const figure of document.querySelectorAll('figure.widget:not([data-drawn])')) {
  figure.dataset.drawn = '';
  figure.querySelector('img.still')?.remove();
  draws[figure.dataset.widget](figure, JSON.parse(figure.querySelector('script').textContent));
}
})();`;

/** The style of widgets, after that of the page. */
export const WIDGET_STYLE = `
${colourRules(WIDGET_COLOURS)}
.widget { margin: 16px 0; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; position: relative; }
.widget figcaption { font-weight: 600; font-size: 14px; margin-bottom: 4px; }
.widget canvas { display: block; width: 100%; touch-action: pan-y; cursor: crosshair; }
.widget .tools { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; font-size: 13px; color: var(--soft); margin: 4px 0; }
.widget button, .widget select { font: inherit; font-size: 13px; color: var(--ink); background: var(--shade); border: 1px solid var(--line); border-radius: 6px; padding: 3px 9px; max-width: 100%; }
.widget .reading { position: absolute; pointer-events: none; z-index: 2; display: none; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 5px 9px; font-size: 12px; line-height: 1.45; max-width: 260px; box-shadow: 0 2px 8px rgba(0, 0, 0, 0.2); font-variant-numeric: tabular-nums; }
.widget .key { display: inline-flex; align-items: center; gap: 5px; }
.widget .key i { width: 12px; height: 12px; border-radius: 2px; display: inline-block; }
.widget input[type='range'] { width: 100%; accent-color: var(--accent); }
.widget .counts { display: grid; grid-template-columns: repeat(auto-fill, minmax(120px, 1fr)); gap: 8px; margin-top: 8px; }
.widget .counts div { font-size: 12px; color: var(--soft); }
.widget .counts b { display: block; font-size: 18px; color: var(--ink); font-variant-numeric: tabular-nums; }
.contents { display: flex; flex-wrap: wrap; gap: 4px 14px; font-size: 13px; margin: 20px 0; padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--shade); }
.missing { color: var(--bad); font-weight: 600; }
section { scroll-margin-top: 8px; }
#curves figure.chart { display: inline-block; vertical-align: top; margin: 8px 12px 8px 0; max-width: 100%; }
@media (max-width: 600px) { main { padding: 16px 12px 40px; } .facts th { width: 110px; } .facts td, .facts th { overflow-wrap: anywhere; } }
`;
