/** A series on its way to the detectors: at one interval, split, scaled. */
import { DataError } from '@anodec/core';
import {
  fingerprintFrame,
  type FrameFingerprint,
  type Series,
  type SeriesTest,
} from '@anodec/data';
import {
  type PreparedSeries,
  prepareNormalData,
  recordFrame,
  trainedPeriod,
} from '@anodec/pipeline';
import { collectRecordings, prepareFrame } from '@anodec/preprocess';
import type { BenchmarkSettings } from './config.js';
import type { Protocol } from './protocols/protocol.js';

/** A prepared series. */
export interface SeriesData extends PreparedSeries {
  /** What identifies the recordings as they were read, labels and attacks included. */
  readonly identity: SeriesIdentity;
}

/** What identifies the recordings of a series, in the order of the files. */
export interface SeriesIdentity {
  readonly normal: readonly FrameFingerprint[];
  readonly tests: readonly (FrameFingerprint & { readonly attacks?: SeriesTest['attacks'] })[];
}

/**
 * Reads and prepares a series.
 *
 * @param protocol may shorten attacks of the test recordings
 * @throws DataError when a file is not laid out as its rule says, or is too short for the windows
 */
export async function readSeriesData(
  series: Series,
  settings: Pick<BenchmarkSettings, 'detector' | 'preprocess'>,
  protocol: Protocol | undefined,
  signal?: AbortSignal,
): Promise<SeriesData> {
  const read = await series.read({ signal });
  const given = protocol?.prepareTests?.(read.tests) ?? read.tests;
  const tests = given.filter(({ frame }) => frame.timestamps.length > 0);
  if (tests.length === 0) throw new DataError(`${series.name} must have test rows, got none.`);
  const { preprocess } = settings;
  const frames = read.normal.map(({ frame }) => frame);
  const nameOf = (i: number): string => read.normal[i].source;
  const collected = collectRecordings(frames, preprocess, nameOf, { normal: true });
  const recorded = read.normal.map(({ source, frame }, i) =>
    recordFrame({ store: series.name, key: `normal ${i + 1}`, source }, frame),
  );
  const normal = prepareNormalData({ ...collected, recorded }, settings);
  const aligned = collectRecordings(
    tests.map(({ frame }) => frame),
    preprocess,
    (i) => tests[i].source,
    { trained: trainedPeriod(collected) },
  );
  return {
    normal,
    tests: tests.map(({ source, attacks }, i) => ({
      source,
      ...(attacks && { attacks }),
      prepared: prepareFrame(aligned.frames[i], normal.preprocessing),
    })),
    identity: {
      normal: frames.map(fingerprintFrame),
      tests: tests.map(({ frame, attacks }) => ({
        ...fingerprintFrame(frame),
        ...(attacks && { attacks }),
      })),
    },
  };
}
