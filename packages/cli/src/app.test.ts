/** Tests of the command line as a whole: what the parser makes of what was typed. */
import { expect, test } from 'vitest';
import { silentProgress } from '@anodec/core';
import { runApp } from './app.js';

const signal = AbortSignal.abort(); // no command that is not refused goes on
const context = { print: () => {}, note: () => {}, progress: silentProgress, signal };

test.each([
  '--connections 4 --connections 1',
  '--connections 1 --connections 1',
  '--body-megabytes 1 --body_megabytes 2',
])('refuses a number that was given twice, also where one of them is 1: %s', async (line) => {
  await expect(runApp(['dashboard', ...line.split(' ')], context)).rejects.toThrow(
    'must be given once, got it 2 times.',
  );
});

test.each(['-3', '1e-3', '.5'])('reads %s as the number that it is', async (number) => {
  const typed = ['dashboard', '--connections', number];
  await expect(runApp(typed, context)).rejects.toThrow(`got ${Number(number)}`);
});
