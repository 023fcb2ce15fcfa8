/**
 * Rendering of specifications; the only file that uses Vega and resvg. Both are loaded when the first
 * chart is drawn, so that programs without charts start faster.
 */
import { createRequire } from 'node:module';
import type { Spec } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { stableIds } from './stable-ids.js';
import type { ChartSpec } from './theme.js';

/** The Vega specification of a chart. */
export async function compileSpec(spec: ChartSpec): Promise<Spec> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  return compile(spec as unknown as TopLevelSpec, { logger: vega.logger(vega.Error) }).spec;
}

/**
 * Draws a specification; text stays text.
 *
 * @throws Error when Vega cannot draw a part of it, which Vega alone would skip without an error
 */
export async function renderSvg(spec: ChartSpec): Promise<string> {
  const vega = await import('vega');
  const logger = vega.logger(vega.Error);
  const faults: unknown[] = [];
  logger.error = (...fault) => {
    faults.push(...fault);
    return logger;
  };
  const compiled = await compileSpec(spec);
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger });
  try {
    const svg = await view.toSVG();
    if (faults.length === 0) return stableIds(svg);
    throw new Error(`A chart could not be drawn: ${String(faults[0])}`, { cause: faults[0] });
  } finally {
    view.finalize();
  }
}

/**
 * Turns an SVG into a PNG, with a font of its own, so that it looks the same on every machine.
 *
 * @param scale pixels for each unit of the SVG
 */
export async function renderPng(svg: string, scale = 2): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const font = {
    loadSystemFonts: false,
    fontFiles: fontFiles(),
    defaultFontFamily: 'DejaVu Sans',
    sansSerifFamily: 'DejaVu Sans',
  };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
}

function fontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
    resolve(`dejavu-fonts-ttf/ttf/${name}`),
  );
}
