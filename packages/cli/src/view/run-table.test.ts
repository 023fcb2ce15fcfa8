/** Which runs a list shows, and in which order. */
import type { RunSummary } from '@anodec/runs';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { chooseRuns, ListChoice } from './run-table.js';

const run = (version: number, rest: Partial<RunSummary> = {}): RunSummary => ({
  version,
  path: `version_${version}`,
  status: 'finished',
  ...rest,
});
const RUNS = [
  run(0, { detector: 'GRU autoencoder', dataset: 'a', bestValidationLoss: 0.3, falseAlarms: 2 }),
  run(1, { detector: 'PCA', dataset: 'b', attacks: 4, attacksCaught: 3, falseAlarmsPerDay: 1 }),
  run(2, {
    detector: 'LSTM autoencoder',
    dataset: 'a',
    bestValidationLoss: 0.1,
    status: 'crashed',
  }),
  run(3, { detector: 'PCA', dataset: 'b', attacks: 2, attacksCaught: 2, falseAlarmsPerDay: 9 }),
];
const chosen = (given: z.input<typeof ListChoice>): number[] =>
  chooseRuns(RUNS, ListChoice.parse(given)).map(({ version }) => version);

test.each([
  [{}, [0, 1, 2, 3]],
  [{ sort: 'loss' }, [2, 0, 1, 3]],
  [{ sort: 'detected' }, [3, 1, 0, 2]],
  [{ sort: 'false-alarms' }, [1, 0, 3, 2]],
  [{ detector: 'autoencoder' }, [0, 2]],
  [{ dataset: 'b', sort: 'detected' }, [3, 1]],
  [{ status: 'crashed' as const }, [2]],
  [{ dataset: 'c' }, []],
])('%j lists %j', (given, versions) => {
  expect(chosen(given)).toEqual(versions);
});
