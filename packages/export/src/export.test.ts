/** Exports of made-up runs, held against onnxruntime's scores of the same files, and what exports refuse. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { applyAlarmPolicy } from '@anodec/eval';
import { decodeSafetensors } from '@anodec/model';
import { scoreFrame } from '@anodec/pipeline';
import { prepareFrame } from '@anodec/preprocess';
import { describe, expect, test } from 'vitest';

import {
  exampleArtifact,
  exampleFrame,
  exampleNetwork,
  examples,
  largestDifference,
} from './example.fixture.js';
import { onnxScorer } from './onnx/scorer.js';
import { exportFormats } from './registry.js';

interface Golden {
  sha256: string;
  rows: number;
  score: (number | null)[];
  channel_scores: (number | null)[];
  channel_errors: (number | null)[];
}

const fixture = new URL('../../../test/fixtures/onnx-scorer.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as { cases: Record<string, Golden> };

/** Single precision, and another order of sums within the recurrent layers. */
const TOLERANCE = 2e-5;

describe.each(Object.entries(examples))('the ONNX scorer of %s', (name, parts) => {
  const run = exampleArtifact(parts);
  const golden = cases[name];

  test('is the file that onnxruntime scored', () => {
    const { bytes, rows } = onnxScorer(run, 'golden');
    expect(rows).toBe(golden.rows);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(golden.sha256);
  });

  test('scored there as the run scores here', async () => {
    const frame = exampleFrame();
    const [{ detector, alarmPolicy }] = run.detectors;
    const prepared = prepareFrame(frame, run.preprocessing);
    const scores = await scoreFrame(detector, prepared, 'scaled', run.preprocessing);
    const detection = applyAlarmPolicy(alarmPolicy, { frame: prepared.raw, scores });
    const from = golden.rows - 1;
    const C = frame.channels.length;
    expect(largestDifference(detection.score.subarray(from), golden.score)).toBeLessThan(TOLERANCE);
    expect(
      largestDifference(detection.channelScores?.subarray(from * C) ?? [], golden.channel_scores),
    ).toBeLessThan(TOLERANCE);
    expect(
      largestDifference(scores.channels?.subarray(from * C) ?? [], golden.channel_errors),
    ).toBeLessThan(TOLERANCE);
    expect(golden.score.filter((score) => score !== null).length).toBeGreaterThan(30);
  });
});

describe('an ONNX scorer', () => {
  test.each([
    ['drift', { drift: { kind: 'follow' } }, 'drifting channels are not attenuated'],
    [
      'smoothing',
      { smoothing: { kind: 'ewma' } },
      'not smoothed over rows (setting smoothing: ewma)',
    ],
    ['a moving threshold', { threshold: { kind: 'spot' } }, 'threshold does not move'],
  ])('says in the file that it leaves out %s', (_, alarmPolicy, sentence) => {
    const { leftOut, bytes } = onnxScorer(exampleArtifact({ alarmPolicy }));
    expect(leftOut.join(' ')).toContain(sentence);
    expect(Buffer.from(bytes).includes(JSON.stringify(leftOut))).toBe(true);
  });

  test('leaves out nothing but the joining of rows where nothing else looks back', () => {
    expect(onnxScorer(exampleArtifact()).leftOut).toHaveLength(1);
  });

  test.each([
    ['a fold over later rows', { network: { fold: 'mean' } }, '`fold` must be last or window'],
    ['a pooling by covariance', { alarmPolicy: { pooling: { kind: 'mahalanobis' } } }, '`pooling`'],
    [
      'a detector that compares with rows it keeps',
      {
        state: {
          ...exampleNetwork(),
          detector: 'last-value',
          config: {},
          arrays: { means: { shape: [4], data: new Float32Array(4) } },
        },
      },
      'The detector must be one of',
    ],
    [
      'a scaler with a table',
      {
        preprocessing: {
          scaler: {
            kind: 'quantile',
            channels: exampleNetwork().channels,
            maps: [1, 2, 3, 4].map((high) => ({ quantiles: [0, high] })),
          },
        },
      },
      'the scaler quantile has a table for each channel',
    ],
  ])('is refused for %s', (_, parts, message) => {
    expect(() => onnxScorer(exampleArtifact(parts))).toThrow(message);
  });

  test('is refused for a normalisation that is no line', () => {
    const run = exampleArtifact();
    const [{ alarmPolicy }] = run.detectors;
    const norms = alarmPolicy.norms.map((norm) => ({ ...norm, scale: { mean: 0, deviation: 1 } }));
    const [first] = run.detectors;
    const other = { ...run, detectors: [{ ...first, alarmPolicy: { ...alarmPolicy, norms } }] };
    expect(() => onnxScorer(other)).toThrow('`normalisation` must subtract');
  });

  test('is refused for a network with layers that are not known', () => {
    const run = exampleArtifact();
    const [first] = run.detectors;
    const state = first.detector.state();
    const more = { ...state.arrays, 'attention.weight': { shape: [1], data: new Float32Array(1) } };
    const detector = { ...first.detector, lookback: 4, state: () => ({ ...state, arrays: more }) };
    const other = { ...run, detectors: [{ ...first, detector }] };
    expect(() => onnxScorer(other)).toThrow('got attention.weight');
  });

  test.each([
    ['last-value', 'got last-value. Export it as web, which runs it.'],
    ['multi-window', 'got multi-window. No format holds it: score with its run instead.'],
  ])('names the format that holds %s, where there is one', (name, message) => {
    expect(() => onnxScorer(renamed(name))).toThrow(message);
  });

  test('is refused before a training is finished', () => {
    expect(() => onnxScorer({ ...exampleArtifact(), detectors: [] })).toThrow('finished run');
  });
});

describe('weights for PyTorch', () => {
  const made = (parts: Parameters<typeof exampleArtifact>[0]) =>
    exportFormats.safetensors.make(exampleArtifact(parts));

  test('come with what reads them, and with the scaling', () => {
    const { files, notes } = made({ network: { linearPath: true } });
    const { arrays, metadata } = decodeSafetensors(files['model.safetensors']);
    expect(Object.keys(arrays)).toContain('encoder.0.weight_ih_l0');
    expect(Object.keys(arrays)).toContain('linear.coefficients');
    expect(JSON.parse(metadata.scaling)).toMatchObject({ scales: [3, 2, 0.5, 1], clip: 3 });
    expect(files['load_model.py']).toContain('class Autoencoder(Decoder)');
    expect(notes).toEqual([]);
  });

  test('are refused for a detector without a network', () => {
    expect(() => made(examples.pca)).toThrow('must be a network');
    expect(() => made(examples.pca)).toThrow('Export it as web, which runs it.');
  });

  test('are refused for several networks, which no format holds', () => {
    const several = renamed('multi-window');
    expect(() => exportFormats.safetensors.make(several)).toThrow('of one window length');
    expect(() => exportFormats.safetensors.make(several)).toThrow('No format holds it');
  });
});

/** The example under the name of another detector. */
function renamed(name: string): ReturnType<typeof exampleArtifact> {
  const run = exampleArtifact();
  const [first] = run.detectors;
  const { detector } = first;
  const other = {
    ...detector,
    lookback: 4,
    state: () => ({ ...detector.state(), detector: name }),
  };
  return { ...run, detectors: [{ ...first, detector: other }] };
}
