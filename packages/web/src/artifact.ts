/**
 * The artifact of a run as one JSON document: preprocessing, detector and alarm policy, arrays as base64 of
 * little-endian float32.
 */
import { classicDetectors, ensembleOf } from '@anodec/classic';
import {
  ConfigError,
  type DetectorInput,
  type DetectorState,
  type FittedDetector,
  parseConfig,
} from '@anodec/core';
import { type FittedAlarmPolicy, parseFittedAlarmPolicy } from '@anodec/eval';
import { parsePreprocessing, type Preprocessing } from '@anodec/preprocess';
import { z } from 'zod';
import { restoreNetwork } from './network.js';

/** A model, ready to score. */
export interface WebArtifact {
  /** Such as "LSTM autoencoder, plant, version 3". */
  readonly title: string;
  readonly preprocessing: Preprocessing;
  readonly detector: FittedDetector;
  readonly input: DetectorInput;
  readonly alarmPolicy: FittedAlarmPolicy;
}

/** Version of the document; a reader refuses another one. */
const FORMAT = 1;

const Stored = z.strictObject({
  format: z.literal('anodec-artifact'),
  formatVersion: z.literal(FORMAT),
  title: z.string(),
  input: z.enum(['scaled', 'raw']),
  preprocessing: z.json(),
  alarmPolicy: z.json(),
  detector: z.strictObject({
    detector: z.string(),
    config: z.record(z.string(), z.json()),
    channels: z.array(z.string()),
    arrays: z.record(z.string(), z.strictObject({ shape: z.array(z.int()), data: z.string() })),
  }),
});

/** Detectors without networks, by name. */
const classical = { ...classicDetectors, ensemble: ensembleOf(classicDetectors) };

const detectors: Readonly<Record<string, (state: DetectorState) => FittedDetector>> = {
  autoencoder: restoreNetwork,
  untrained: restoreNetwork,
  ...Object.fromEntries(Object.entries(classical).map(([name, { restore: from }]) => [name, from])),
};

/** Whether a detector, by its name, scores in a browser. */
export function scoresInBrowser(detector: string): boolean {
  return Object.hasOwn(detectors, detector);
}

/**
 * Writes an artifact as text, after a look whether it can be read back.
 *
 * @throws ConfigError when there is no detector of that name here
 */
export function encodeArtifact(artifact: WebArtifact): string {
  const { title, preprocessing, detector, input, alarmPolicy } = artifact;
  const state = detector.state();
  restore(state);
  const arrays = Object.entries(state.arrays).map(([name, { shape, data }]) => [
    name,
    { shape, data: toBase64(data) },
  ]);
  return JSON.stringify({
    format: 'anodec-artifact',
    formatVersion: FORMAT,
    title,
    input,
    preprocessing,
    alarmPolicy,
    detector: { ...state, arrays: Object.fromEntries(arrays) as unknown },
  });
}

/**
 * Reads what `encodeArtifact` wrote.
 *
 * @param origin of the text, for messages: a file name
 * @throws ConfigError when it is no artifact, or one of another format
 */
export function decodeArtifact(text: string, origin = 'the artifact'): WebArtifact {
  const stored = parseConfig(Stored, parseJson(text, origin), origin);
  const { arrays, ...state } = stored.detector;
  const read = Object.entries(arrays).map(([name, { shape, data }]) => [
    name,
    { shape, data: fromBase64(data) },
  ]);
  return {
    title: stored.title,
    input: stored.input,
    preprocessing: parsePreprocessing(stored.preprocessing, origin),
    detector: restore({ ...state, arrays: Object.fromEntries(read) as DetectorState['arrays'] }),
    alarmPolicy: parseFittedAlarmPolicy(stored.alarmPolicy, origin),
  };
}

function restore(state: DetectorState): FittedDetector {
  const make = detectors[state.detector];
  if (make) return make(state);
  throw new ConfigError(
    `The detector must be one of ${Object.keys(detectors).join(', ')} to score in a browser, got ` +
      `${state.detector}. Score with its run instead.`,
  );
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(
      `${origin} must be JSON, got something else (${(error as Error).message}).`,
      { cause: error },
    );
  }
}

function toBase64(data: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * data.length));
  for (const [i, value] of data.entries()) view.setFloat32(4 * i, value, true);
  let text = '';
  for (let at = 0; at < view.byteLength; at++) text += String.fromCharCode(view.getUint8(at));
  return btoa(text);
}

function fromBase64(text: string): Float32Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}
