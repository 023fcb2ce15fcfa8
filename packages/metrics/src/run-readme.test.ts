/** The programs in the README run on the built package and print what stands beside them; its tables are complete. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { METRIC_FAMILIES, type MetricFamily } from './families.js';
import type { Metric } from './metric.js';
import { allMetrics } from './registry.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const programs = [...readme.matchAll(/```js\n([\s\S]+?)```/g)].map(([, program]) => program);

test.each(programs)('prints what stands behind its arrows', (program) => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  const expected = [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
  expect(expected.length).toBeGreaterThan(0);
  expect(printed.trim().split('\n')).toEqual(expected);
});

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
