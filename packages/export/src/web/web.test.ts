/** The exported page: the same scores as a run, in Node for every example and in Chromium for one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TimeSeriesFrame } from '@anodec/core';
import { applyAlarmPolicy, type Detection } from '@anodec/eval';
import { type Artifact, parseTrainSettings, scoreFrame, type TrainedRun } from '@anodec/pipeline';
import { prepareFrame } from '@anodec/preprocess';
import { createRun } from '@anodec/runs';
import { decodeArtifact, scoreCsv } from '@anodec/web';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  exampleArtifact,
  exampleFrame,
  type ExampleParts,
  examples,
  largestDifference,
} from '../example.fixture.js';
import { findChromium, openPage } from '../testing/chromium.js';
import { webFormat } from './web-format.js';

const frame = exampleFrame();
const C = frame.channels.length;
/** Single precision there, double here. */
const TOLERANCE = 2e-5;

/** A frame as a user has it: a column too many, channels in another order, in sensor units. */
function csvOf({ timestamps, values, channels, offsets }: TimeSeriesFrame): string {
  const order = [2, 0, 3, 1];
  const lines = Array.from(timestamps, (time, t) => {
    const readings = order.map((c) => {
      const value = values[t * C + c];
      return Number.isNaN(value) ? '' : value + (offsets?.[c] ?? 0);
    });
    return [new Date(time).toISOString(), ...readings, 'x'].join(',');
  });
  const head = ['time', ...order.map((c) => channels[c]), 'remark'];
  return [head.join(','), ...lines, ''].join('\n');
}

const csv = csvOf(frame);

let folder: string;
let run: TrainedRun['run'];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-web-'));
  run = await createRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function exported(parts: ExampleParts) {
  const artifact = exampleArtifact(parts);
  const trained = { ...artifact, run, settings: parseTrainSettings({}) };
  const content = webFormat.make(trained);
  return { artifact, content };
}

async function detectionOf(
  { preprocessing, detectors }: Artifact,
  recording = frame,
): Promise<Detection> {
  const [{ detector, alarmPolicy }] = detectors;
  const prepared = prepareFrame(recording, preprocessing);
  const scores = await scoreFrame(detector, prepared, 'scaled', preprocessing);
  return applyAlarmPolicy(alarmPolicy, { frame: prepared.raw, scores });
}

const known = (values: ArrayLike<number>): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

describe('the artifact of a page', () => {
  const others: Record<string, ExampleParts> = {
    'every fold': { network: { fold: 'median' } },
    'rows that are not all scored': { network: { fold: 'window', stride: 3, windowOffset: 2 } },
    'a pooling that ONNX refuses': {
      network: { fold: 'mean' },
      alarmPolicy: { smoothing: { kind: 'ewma' }, threshold: { kind: 'spot' } },
    },
  };
  test.each(Object.entries({ ...examples, ...others }))(
    'gives the scores of the run: %s',
    async (_, parts) => {
      const { artifact, content } = exported(parts);
      const { frame: read, detection } = await scoreCsv(
        decodeArtifact(content.files['artifact.anodec.json']),
        csv,
        'new.csv',
      );
      const expected = await detectionOf(artifact);
      expect([...read.timestamps]).toEqual([...frame.timestamps]);
      expect(largestDifference(detection.score, known(expected.score))).toBeLessThan(TOLERANCE);
      const channels = known(expected.channelScores ?? []);
      expect(largestDifference(detection.channelScores ?? [], channels)).toBeLessThan(TOLERANCE);
      expect(detection.alarms.map(({ rows }) => rows)).toEqual(
        expected.alarms.map(({ rows }) => rows),
      );
    },
  );

  test.each([
    ['no JSON', 'x', 'must be JSON'],
    ['another document', '{"format": "other"}', 'format'],
  ])('is refused where it is %s', (_, text, message) => {
    expect(() => decodeArtifact(text, 'model.json')).toThrow(message);
  });
});

describe('a table of a page', () => {
  const artifact = () => decodeArtifact(exported({}).content.files['artifact.anodec.json']);

  test.each([
    ['without a channel', csv.replace('FIT101', 'FIT102'), 'got none for FIT101'],
    [
      'with a word among readings',
      csv.replace(/(\n[^\n,]+,)/, '$1broken'),
      'row 2, column COUNTER',
    ],
    [
      'with a row of fewer cells',
      csv.replace(/,[^,\n]*(?=\n[^\n]+\s*$)/, ''),
      /Each row of new\.csv must have \d+ cells as the header, got \d+ in row \d+\./,
    ],
    [
      'with a day that no month has',
      csv.replace(/(\n[^\n]+\n)\d{4}-\d\d-\d\d/, '$12015-02-30'),
      'A time must be ISO, as in the first row, got "2015-02-30',
    ],
    ['without rows', csv.split('\n')[0], 'must have a header and rows'],
  ])('is refused %s', async (_, text, message) => {
    await expect(scoreCsv(artifact(), text, 'new.csv')).rejects.toThrow(message);
  });

  test('without times counts rows at the interval of training, and says so', async () => {
    const timeless = csv.split('\n').map((line) => line.replace(/^[^,]*,/, ''));
    const { frame: read, notes } = await scoreCsv(artifact(), timeless.join('\n'), 'new.csv');
    expect([...read.timestamps]).toEqual([...frame.timestamps]);
    expect(notes.join()).toContain('its rows count as 1 min apart');
  });
});

const chromium = findChromium();

test.skipIf(!chromium)(
  'the page scores a table in Chromium, opened from the disk (skipped where there is no Chromium)',
  async () => {
    if (chromium === undefined) return;
    const parts = {
      network: { linearPath: true },
      alarmPolicy: { smoothing: { kind: 'scales', over: 3 } },
      limit: 0.5,
    };
    const long = exampleFrame(2000); // so that scoring pauses
    const { artifact, content } = exported(parts);
    mkdirSync(join(folder, 'page'));
    for (const [name, text] of Object.entries(content.files)) {
      writeFileSync(join(folder, 'page', name), text);
    }
    writeFileSync(join(folder, 'new.csv'), csvOf(long));
    const page = await openPage(chromium, pathToFileURL(join(folder, 'page/index.html')).href);
    try {
      await waitFor(page, 'document.querySelector("#about")?.textContent.startsWith("4 channels")');
      expect(await page.evaluate('document.querySelector("h1").textContent')).toContain('Example');
      await page.chooseFile('#table', join(folder, 'new.csv'));
      await waitFor(page, '!!document.querySelector("a[download]")');
      const saved = await page.evaluate(
        'fetch(document.querySelector("a[download]").href).then((answer) => answer.text())',
      );
      const expected = await detectionOf(artifact, long);
      expect(largestDifference(scoresIn(String(saved)), known(expected.score))).toBeLessThan(
        TOLERANCE,
      );
      const drawn = await page.evaluate('document.querySelectorAll("svg .alarm").length');
      expect(drawn).toBe(expected.alarms.length);
      expect(expected.alarms.length).toBeGreaterThan(0);
      await page.chooseFile('#model', join(folder, 'new.csv'));
      await waitFor(page, 'document.querySelector("#message").className === "error"');
      const message = await page.evaluate('document.querySelector("#message").textContent');
      expect(message).toContain('new.csv must be JSON');
    } finally {
      page.close();
    }
  },
  120_000, // a browser starts slowly on a busy machine
);

/** The second column of the saved table, NaN where it is empty. */
function scoresIn(text: string): number[] {
  const lines = text.trim().split('\n').slice(1);
  return lines.map((line) => {
    const [, score] = line.split(',');
    return score === '' ? NaN : Number(score);
  });
}

async function waitFor(
  page: Awaited<ReturnType<typeof openPage>>,
  condition: string,
): Promise<void> {
  const end = Date.now() + 100_000;
  while ((await page.evaluate(condition)) !== true) {
    if (Date.now() > end) throw new Error(`The page never came to ${condition}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
