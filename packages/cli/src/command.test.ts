/** Tests of commands made of schemas and a function. */
import { silentProgress } from '@anodec/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type GivenSettings, parseSections } from '@anodec/pipeline/basics';
import { defineCommand } from './command.js';

const sections = {
  model: z.strictObject({ hiddenSize: z.int().default(32) }),
  paths: z.strictObject({ logs: z.string().default('logs') }),
};

function commandWith(complete?: (given: GivenSettings) => GivenSettings) {
  const said: string[] = [];
  const signal = new AbortController().signal;
  const context = { print: (line = '') => said.push(line), progress: silentProgress, signal };
  const command = defineCommand({
    sections,
    examples: [],
    ...(complete && { complete }),
    run: (settings, { print }) => Promise.resolve(print(JSON.stringify(settings))),
  });
  return { said, execute: (given: GivenSettings) => command.execute(given, context) };
}

test('runs with what was given and the defaults of the rest', async () => {
  const { said, execute } = commandWith();
  await execute({ model: { hiddenSize: 8 } });
  expect(said).toEqual(['{"model":{"hiddenSize":8},"paths":{"logs":"logs"}}']);
});

test('lets complete fill in settings before they are checked', async () => {
  const { said, execute } = commandWith((given) => ({ model: { hiddenSize: 4 }, ...given }));
  await execute({});
  await execute({ model: { hiddenSize: 8 } });
  expect(said.map((line) => JSON.parse(line).model.hiddenSize)).toEqual([4, 8]);
});

test('refuses a group it does not have, and a setting outside its range', async () => {
  expect(() => parseSections(sections, { modle: {} })).toThrow(
    'There are no settings "modle" here. Known are: model, paths.',
  );
  const { said, execute } = commandWith();
  await expect(execute({ model: { hiddenSize: 2.5 } })).rejects.toThrow(
    /^hiddenSize must be a whole number, got 2\.5 \(in the settings of model\)\.$/,
  );
  expect(said).toEqual([]);
});
