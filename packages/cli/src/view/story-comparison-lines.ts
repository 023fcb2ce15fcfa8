/** Runs side by side, as lines for a terminal. */
import { basename } from 'node:path';
import type { Difference, StoryComparison } from '@anodec/tracking';
import { hintFlags } from './hint-flags.js';
import { showValue } from './story-lines.js';
import { textTable } from './text-table.js';

/**
 * @param all whether to show every metric rather than the main ones
 * @param logs folder of the runs, for the command that is suggested where there are metrics to test
 */
export function storyComparisonLines(
  comparison: StoryComparison,
  all: boolean,
  logs: string,
): string[] {
  const { runs, settings, data, metrics } = comparison;
  const names = runs.map(({ path }) => basename(path));
  const shown = metrics.filter(({ brief }) => all || brief);
  return [
    ...textTable([
      ['', ...names],
      ['status', ...runs.map(({ status }) => status)],
      ['settings', ...runs.map(({ settingsId }) => settingsId ?? '–')],
    ]),
    ...differenceLines('Settings', 'The settings are the same.', names, settings),
    ...differenceLines('Data', 'The recordings are the same.', names, data),
    ...(shown.length === 0
      ? ['No run has metrics yet.']
      : [
          'Metrics:',
          ...table(
            names,
            shown.map(({ heading, cells }) => [heading, ...cells]),
          ),
          `Whether differences are significant: npx anodec compare ${runs.map(({ version, path }) => version ?? path).join(' ')}${hintFlags({ logs })}`,
        ]),
  ];
}

function differenceLines(
  what: string,
  same: string,
  names: readonly string[],
  differences: readonly Difference[],
): string[] {
  if (differences.length === 0) return [same];
  const rows = differences.map(({ name, values }) => [name, ...values.map(showValue)]);
  return [`${what} that differ:`, ...table(names, rows)];
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return textTable([['', ...names], ...rows]).map((line) => `  ${line}`);
}
