/** The tables of the README have every variant there is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingRules } from './missing/index.js';
import { scalers } from './scaler/index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test.each(Object.entries({ scaler: scalers, missing: missingRules }))(
  'lists every variant of %s, the default first',
  (group, table) => {
    const [, row = ''] = new RegExp(`^\\| \`${group}\` \\| (.+) \\|$`, 'm').exec(readme) ?? [];
    const listed = [...row.replaceAll(/\(.+?\)/g, '').matchAll(/`([\w-]+)`/g)].map(
      ([, kind]) => kind,
    );
    expect(listed).toEqual(table.kinds());
    expect(table.schema.parse({})).toMatchObject({ kind: listed[0] });
  },
);
