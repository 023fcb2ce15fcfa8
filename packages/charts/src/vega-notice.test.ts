/** The licence that pages carry is that of the Vega that is installed. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { interactiveRuntime } from './interactive.js';
import { VEGA_NOTICE } from './vega-notice.js';

test('the notice is the licence of the installed package, word by word', () => {
  const licence = readFileSync(join(dirname(interactiveRuntime()), '../LICENSE'), 'utf8');
  expect(VEGA_NOTICE).toBe(`/*\nVega\n${licence.trim()}\n*/`);
});
