/** A specification as a file: SVG, PNG or a page, by the ending of its name. */
import { readFile } from 'node:fs/promises';
import {
  type ChartSpec,
  interactiveRuntime,
  renderInteractive,
  renderPng,
  renderSvg,
  type Theme,
  withTheme,
} from '@anodec/charts';
import { ConfigError } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';

const FORMATS = ['svg', 'png', 'html'] as const;

/** Format of a chart. */
export type ChartFormat = (typeof FORMATS)[number];

/** The format that the ending of a path stands for. @throws ConfigError when it is none of a chart */
export function chartFormat(path: string): ChartFormat {
  const found = FORMATS.find((ending) => path.toLowerCase().endsWith(`.${ending}`));
  if (found) return found;
  throw new ConfigError(`A chart must end in .svg, .png or .html, got ${path}.`);
}

/**
 * Draws a chart and writes it; a page can be zoomed and works offline.
 *
 * @throws ConfigError when the path has the ending of no chart
 */
export async function writeChart(
  path: string,
  spec: ChartSpec,
  theme: Theme = 'light',
): Promise<void> {
  await writeFileAtomic(path, await render(withTheme(spec, theme), chartFormat(path)));
}

async function render(spec: ChartSpec, format: ChartFormat): Promise<string | Uint8Array> {
  if (format === 'html') {
    return renderInteractive(spec, await readFile(interactiveRuntime(), 'utf8'));
  }
  const svg = await renderSvg(spec);
  return format === 'svg' ? svg : renderPng(svg);
}
