/** The tables of the README have every variant there is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { driftRules } from './drift/registry.js';
import { normalisations } from './normalisation/registry.js';
import { poolings } from './pooling/registry.js';
import { smoothings } from './smoothing/registry.js';
import { thresholds } from './threshold/registry.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test.each(
  Object.entries({
    normalisation: normalisations,
    drift: driftRules,
    pooling: poolings,
    smoothing: smoothings,
    threshold: thresholds,
  }),
)('lists every variant of %s, the default first', (group, table) => {
  const [, row = ''] = new RegExp(`^\\| \`${group}\` \\| (.+) \\|$`, 'm').exec(readme) ?? [];
  const listed = [...row.matchAll(/`([\w-]+)`/g)].map(([, kind]) => kind);
  expect(new Set(listed)).toEqual(new Set(table.kinds()));
  expect(table.schema.parse({})).toMatchObject({ kind: listed[0] });
});
