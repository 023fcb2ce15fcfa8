/** Every kind of event, byte for byte as PyTorch and TensorBoard write it; see utils/golden/tensorboard_events.py. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEventWriter, type EventWriter, type EventWriterOptions } from '../event-writer.js';
import { bytesAt, readRecords } from '../testing/read-event-file.js';
import { histogramBuckets, histogramValue } from './histogram.js';

interface Fixture {
  readonly time: number;
  readonly inputs: {
    readonly weights: number[];
    readonly labels: number[];
    readonly predictions: number[];
    readonly png: string;
    readonly pixels: number[];
  };
  readonly torch: { readonly text: string; readonly histogram: number[][] };
  readonly events: Readonly<Record<string, string>>;
}

const { time, inputs, torch, events } = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/tensorboard-events.json', import.meta.url),
    'utf8',
  ),
) as Fixture;

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tensorboard-logger-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The events after the first one. */
function written(write: (writer: EventWriter) => void, options?: EventWriterOptions): Buffer[] {
  const writer = createEventWriter(directory, { wallTime: () => time, ...options });
  write(writer);
  writer.close();
  return readRecords(writer.path).slice(1);
}

const settings = { rate: 0.5, cell: 'gru', reversed: false } as const;
const cases: Readonly<Record<string, (writer: EventWriter) => void>> = {
  scalar: (writer) => writer.scalar('loss/train', 0.25, 7),
  text: (writer) => writer.text('note', '**Füllstand** 水', 3),
  histogram: (writer) => writer.histogram('weights', inputs.weights, 9),
  equal: (writer) => writer.histogram('equal', [2.5, 2.5, 2.5, 2.5], 0),
  image: (writer) => writer.image('pixels', Buffer.from(inputs.png, 'base64'), 4),
  curve: (writer) => writer.prCurve('curve', inputs.labels, inputs.predictions, 2),
  graph: (writer) =>
    writer.graph([
      { name: 'input', op: 'Windows', shape: [-1, 20, 8], attributes: 'scaled readings' },
      {
        name: 'encoder/0',
        op: 'LSTM',
        inputs: ['input'],
        shape: [-1, 20, 32],
        attributes: '5376 weights',
      },
      { name: 'encoder/1', op: 'LSTM', inputs: ['encoder/0'], shape: [-1, 16], attributes: '' },
    ]),
  custom: (writer) =>
    writer.customScalars({
      losses: { both: { lines: ['loss/train', 'loss/valid'] } },
      errors: {
        spread: { margin: { value: 'error/mean', lower: 'error/low', upper: 'error/high' } },
      },
    }),
  start: (writer) => writer.hyperparameters(settings),
  end: (writer) => writer.endSession('success'),
};

test.each(Object.entries(cases))('%s has the bytes of the fixture', (name, write) => {
  expect(written(write)[0].toString('base64')).toBe(events[name]);
});

test('settings with metrics are preceded by an experiment with the bytes of the fixture', () => {
  const [experiment, start] = written((writer) => writer.hyperparameters(settings, ['f1']));
  expect(experiment.toString('base64')).toBe(events.experiment);
  expect(start.toString('base64')).toBe(events.start);
});

test('a step to purge from has the bytes of the fixture, twice', () => {
  const [purge, again] = written(() => undefined, { purgeStep: 40 });
  expect(purge.toString('base64')).toBe(events.purge);
  expect(again).toEqual(purge);
});

describe('a histogram', () => {
  test('has the buckets of PyTorch, empty ones aside', () => {
    const buckets = histogramBuckets(inputs.weights);
    const rows = Array.from({ length: 30 }, (_, k) => [...buckets.subarray(3 * k, 3 * k + 3)]);
    const filled = rows.filter(([, , count]) => count > 0);
    expect(filled.map(([, , count]) => count)).toEqual(torch.histogram.map((row) => row[2]));
    for (const [i, [left, right]] of filled.entries()) {
      // PyTorch's edges went through float32
      expect(left).toBeCloseTo(torch.histogram[i][0], 5);
      expect(right).toBeCloseTo(torch.histogram[i][1], 5);
    }
  });

  test('counts every value once, the largest in the last bucket', () => {
    const buckets = [...histogramBuckets([1, 2, 2, 3, 9], 4)];
    expect(buckets).toEqual([1, 3, 3, 3, 5, 1, 5, 7, 0, 7, 9, 1]);
  });

  test('refuses no values, and one that is not finite by its place', () => {
    expect(() => histogramValue('x', [])).toThrow('A histogram must have values, got none.');
    expect(() => histogramValue('x', [1, NaN])).toThrow(
      'A histogram must have finite values, got NaN at 1.',
    );
  });
});

test('a text is the one that PyTorch wrote', () => {
  const [text] = written(cases.text);
  expect(bytesAt(text, 5, 1, 8, 8).toString()).toBe(torch.text);
});

test('a curve refuses a prediction outside of 0 to 1, and lengths that differ', () => {
  const write = (labels: number[], predictions: number[]) => (): unknown =>
    written((writer) => writer.prCurve('x', labels, predictions, 0));
  expect(write([1], [1.5])).toThrow('A prediction must be from 0 to 1, got 1.5 at 0.');
  expect(write([1, 0], [1])).toThrow('must have the same length, got 2 and 1.');
});

test('a graph refuses an input that is no node, and a name that comes twice', () => {
  const graph = (nodes: Parameters<EventWriter['graph']>[0]) => (): unknown =>
    written((writer) => writer.graph(nodes));
  expect(graph([{ name: 'a', op: 'A', inputs: ['b'] }])).toThrow('Inputs of a must be nodes');
  const twice = { name: 'a', op: 'A' };
  expect(graph([twice, twice])).toThrow('must have different names');
});
