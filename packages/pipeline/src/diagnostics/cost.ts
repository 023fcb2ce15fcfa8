/** What a run cost: time, speed, memory, size. */
import { formatCount, countOf, formatDuration, frameLength, sliceFrame } from '@anodec/core';
import { encodeState } from '@anodec/model';
import type { Fact } from '@anodec/report';
import { readComputed } from '../detectors/computing.js';
import { scoreFrame } from '../detectors/score-frame.js';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';
import { describeMachine, readProvenance } from '../runs/provenance.js';
import type { TrainedRun } from '../runs/trained-run.js';

/** Test rows whose scoring is timed. */
const TIMED_ROWS = 4000;

/** Training time and memory as they were recorded, speed of scoring as it is here and now. */
export async function costFacts(
  trained: TrainedRun,
  recordings: EvaluatedRecordings,
): Promise<Fact[]> {
  const { run, detectors } = trained;
  const [{ detector }] = detectors;
  const metrics = await run.readMetrics().catch(() => []);
  const computed = await readComputed(run);
  const made = await readProvenance(run);
  const { arrays } = detector.state();
  const numbers = Object.values(arrays).reduce((sum, { data }) => sum + data.length, 0);
  const seconds = metrics.reduce((sum, row) => sum + (row.seconds ?? 0), 0);
  return [
    ...(metrics.length > 0
      ? [
          {
            name: 'Training time',
            value: `${formatDuration(seconds * 1000)}, ${countOf(metrics.length, 'epoch')}`,
          },
        ]
      : []),
    ...(made?.seconds === undefined
      ? []
      : [
          {
            name: 'Training with baselines',
            value: `${formatDuration(made.seconds * 1000)}, reading data and setting thresholds included`,
          },
        ]),
    { name: 'Scoring speed', value: await measureSpeed(trained, recordings) },
    ...(made?.peakMemory === undefined
      ? []
      : [
          {
            name: 'Peak memory',
            value: `${megabytes(made.peakMemory)} of the process that trained, steps before included`,
          },
        ]),
    {
      name: 'Model size',
      value: `${formatCount(numbers)} numbers, ${kilobytes(encodeState(detector.state()).byteLength)}`,
    },
    ...(computed ? [{ name: 'Threads', value: String(computed.threads) }] : []),
    ...(made ? [{ name: 'Trained on', value: describeMachine(made.machine) }] : []),
  ];
}

/** Rows scored per second by the primary detector, preparation and alarms not counted. */
async function measureSpeed(
  { preprocessing, detectors: [{ detector, input }] }: TrainedRun,
  { prepared: [first] }: EvaluatedRecordings,
): Promise<string> {
  const rows = { start: 0, end: Math.min(TIMED_ROWS, frameLength(first.raw)) };
  const part = {
    ...first,
    raw: sliceFrame(first.raw, rows),
    inputs: sliceFrame(first.inputs, rows),
  };
  const start = performance.now();
  await scoreFrame(detector, part, input, preprocessing);
  const seconds = (performance.now() - start) / 1000;
  const speed = formatCount(Math.round(rows.end / seconds));
  return `${speed} rows per second, measured on ${formatCount(rows.end)} test rows while this report was made`;
}

function megabytes(bytes: number): string {
  return `${formatCount(Math.round(bytes / 1e6))} MB`;
}

function kilobytes(bytes: number): string {
  return `${formatCount(Math.round(bytes / 1e3))} kB as safetensors`;
}
