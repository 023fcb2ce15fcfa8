/** `anodec devices demo`. */
import { formatCount } from '@anodec/core';
import { runDevicesDemo, summarise } from '@anodec/devices';
import { ComputeConfig } from '@anodec/model';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { experimentLines } from '../view/device-experiment-lines.js';
import { staleLine, stateLine } from '../view/device-job-lines.js';
import { classLine } from '../view/device-lines.js';

export const devicesDemo = defineCommand({
  details:
    'Networks are a quarter of the size of the original program’s and learn for a tenth of its iterations, so that it ends in ' +
    'minutes; the results are those of such networks.',
  sections: {
    demo: z.strictObject({
      folder: z.string().default('data/devices-demo').describe('Folder of all files'),
      seed: z.int().min(0).default(42).describe('Random seed of the logs and of the networks'),
      iterations: z
        .int()
        .min(2)
        .default(400)
        .describe(
          'Training steps of the tested networks; those of the daily job have half of them',
        ),
      capacity: z
        .number()
        .positive()
        .default(0.25)
        .describe('Filters of the networks, relative to those of the original program'),
    }),
    compute: ComputeConfig,
  },
  examples: [['anodec devices demo', 'a table, and demo.html with charts']],
  async run({ demo, compute }, { print, progress, signal }) {
    const page = await runDevicesDemo(
      { ...demo, compute },
      {
        progress,
        signal,
        onLogs(days, devices, anomalies) {
          print(
            `1/4 Logs      ${demo.folder}: ${formatCount(days)} days of ${devices.join(', ')}, ${formatCount(anomalies)} anomalous ones`,
          );
        },
        onDays(_, { train, test, groups }) {
          print(
            `2/4 Days      ${train.device}: ${formatCount(train.dates.length)} to train on, ${formatCount(test.dates.length)} to test on`,
          );
          print(`    classes: ${classLine(groups.classes)}`);
        },
        onExperiment(run) {
          print(`3/4 Networks  seed ${run.seed}, trained and tested beside simple methods`);
          for (const line of experimentLines(summarise([run.methods]))) print(`  ${line}`);
        },
        onStates({ states, stale, date }, failed) {
          print('4/4 States    networks of every device on all its days, then yesterday');
          for (const state of states) print(`    ${stateLine(state, '')}`.trimEnd());
          for (const state of stale) print(`    ${staleLine(state, date)}`);
          for (const { device, error } of failed) print(`    ${device}: ${error.message}`);
        },
      },
    );
    print(page);
  },
});
