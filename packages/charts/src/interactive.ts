/**
 * A chart as a page of its own that can be zoomed and read off, without a network.
 *
 * The page carries the Vega specification and Vega itself. All time axes take their
 * ends from one signal, which the page's script moves; so panels stay together whatever is zoomed.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { htmlPage } from './page/page.js';
import type { ChartSpec } from './theme.js';
import { themeOf } from './with-theme.js';
import { compileSpec } from './render.js';
import { VEGA_NOTICE } from './vega-notice.js';
import { INTERACTIVE_DARK, INTERACTIVE_SCRIPT, INTERACTIVE_STYLE } from './interactive-page.js';

/** The file with Vega as one script, which `renderInteractive` needs the text of. */
export function interactiveRuntime(): string {
  // beside the module, as the package does not export it by name
  return join(dirname(createRequire(import.meta.url).resolve('vega')), 'vega.min.js');
}

interface VegaScale {
  readonly name: string;
  domain?: unknown;
}

interface VegaGroup {
  scales?: VegaScale[];
  marks?: VegaGroup[];
  signals?: object[];
  type?: string;
  clip?: boolean;
}

/**
 * Renders the page.
 *
 * @param spec a chart of panels one above the other, as `stackedSignals` makes it
 * @param runtime the text of the file that `interactiveRuntime` names
 */
export async function renderInteractive(spec: ChartSpec, runtime: string): Promise<string> {
  const compiled = (await compileSpec(spec)) as VegaGroup;
  bindAxes(compiled, isLinked(spec));
  compiled.signals = [...(compiled.signals ?? []), { name: 'ends', value: null }];
  const title = typeof spec.title === 'string' ? spec.title : 'anodec';
  return htmlPage({
    title,
    style: INTERACTIVE_STYLE + (themeOf(spec) === 'dark' ? INTERACTIVE_DARK : ''),
    body: '<div id="chart"></div><div id="line"></div><div id="box"></div><div id="reading"></div><p class="soft">Wheel: zoom. Drag: zoom to a range. Double click: show everything. Hover: read values.</p>',
    script: `${VEGA_NOTICE}\n${runtime}\nconst spec = ${JSON.stringify(compiled).replaceAll('<', '\\u003c')};\n${INTERACTIVE_SCRIPT}`,
  });
}

/** Whether all panels have one horizontal axis. */
function isLinked({ usermeta }: ChartSpec): boolean {
  return (usermeta as { linked?: boolean } | undefined)?.linked === true;
}

/** Lets horizontal scales follow the signal once it has a value: all, or only the first one. */
function bindAxes(group: VegaGroup, all: boolean): void {
  const scales = (group.scales ?? []).filter(({ name }) => /(^|_)x$/.test(name));
  for (const scale of all ? scales : scales.slice(0, 1)) {
    Object.assign(scale, { domainRaw: { signal: 'ends' } });
  }
  for (const mark of group.marks ?? []) {
    if (mark.type !== 'group') mark.clip = true;
    bindAxes(mark, all);
  }
}
