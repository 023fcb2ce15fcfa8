/** The demonstration from end to end, with networks too small to be good. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComputeConfig } from '@anodec/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runDevicesDemo } from './run-demo.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('goes from logs to states, and writes a page that loads nothing', {
  timeout: 300_000,
}, async () => {
  const steps: string[] = [];
  const page = await runDevicesDemo(
    {
      folder,
      seed: 5,
      compute: ComputeConfig.parse({ backend: 'simd', threads: 1 }),
      iterations: 2,
      capacity: 1 / 32,
    },
    {
      onLogs: (days, devices, anomalies) => steps.push(`${days} ${devices.length} ${anomalies}`),
      onDays: (_, { test: tested }) => steps.push(tested.dates[0]),
      onExperiment: ({ known }) => steps.push(`${known?.table.dates.length} known`),
      onStates: ({ states }, failed) =>
        steps.push(`${states.length} states, ${failed.length} failed`),
    },
  );
  // 160 days from the sixth of January on have no anomaly: the next one is the fourteenth of June
  expect(steps).toEqual([
    '200 2 30',
    expect.stringMatching(/^20\.06\.1[4-9]$/),
    '15 known',
    '2 states, 0 failed',
  ]);
  const html = readFileSync(page, 'utf8');
  expect(html.match(/<figure class="chart"/g)).toHaveLength(2 + 1 + 1 + 6);
  expect(html).toContain('nearest day of the class');
  expect(html).not.toMatch(/<script src|<link|@import/);
});
