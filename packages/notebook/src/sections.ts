/** Sections of the evaluation report under a cell. */
import { renderPng, type WidgetContent } from '@anodec/charts';
import { ConfigError } from '@anodec/core';
import type { EvaluatedRun } from '@anodec/pipeline';
import { buildSections, renderTerminal, sectionHtml } from '@anodec/report';
import { showHtml } from './show.js';
import { pngAddress } from './still.js';

/** Keys of the sections that this evaluation has, in order. */
export function sectionKeys({ report, charts }: EvaluatedRun): string[] {
  return buildSections({ report, charts, brief: false }).map(({ key }) => key);
}

/**
 * Shows sections of the report, such as `timeline`, `thresholdSlider`, `attacks`, `heatMap`, `reconstruction`.
 *
 * @throws ConfigError when the report has no section of this key
 */
export async function showSections(evaluated: EvaluatedRun, ...keys: string[]): Promise<void> {
  const { report, charts } = evaluated;
  const built = new Map(
    buildSections({ report, charts, brief: false }).map((section) => [section.key, section]),
  );
  const still = pngAddress(await renderPng(charts.timelines[0].svg, 1));
  const stillOf = ({ widget }: WidgetContent) => (widget === 'timeline' ? still : undefined);
  const parts = keys.map((key) => {
    const section = built.get(key);
    if (section) return sectionHtml(section, stillOf);
    const known = [...built.keys()].join(', ');
    throw new ConfigError(`A section must be one of ${known}, got ${key}.`);
  });
  showHtml(parts.join('\n'), renderTerminal(report).join('\n'));
}
