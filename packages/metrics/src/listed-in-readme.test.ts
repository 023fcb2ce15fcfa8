/** The tables of the README have every metric there is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { METRIC_FAMILIES, type MetricFamily } from './families.js';
import type { Metric } from './metric.js';
import { allMetrics } from './registry.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The line of a metric in the table of the README. */
function lineOf({ title, key, range: [least, most], floor, source, ...metric }: Metric): string {
  const from = least === null ? '−∞' : String(least).replace('-', '−');
  const arrow = metric.ranked === false ? '' : metric.higherIsBetter ? '↑' : '↓';
  return `| ${title} | \`${key}\` | ${from} to ${most ?? '∞'} | ${arrow} | ${floor} | ${source} |`;
}

test.each(Object.entries(METRIC_FAMILIES))(
  'lists every metric of %s with range, direction, random floor and source',
  (family, caption) => {
    const [, table = ''] =
      new RegExp(`^\\*\\*${caption}\\*\\*\n\n.+\n.+\n((?:\\|.+\n)+)`, 'm').exec(readme) ?? [];
    const metrics = allMetrics().filter((metric) => metric.family === (family as MetricFamily));
    expect(table.trim().split('\n')).toEqual(metrics.map(lineOf));
  },
);
