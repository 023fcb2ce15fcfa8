/**
 * Checkpoints as bytes: safetensors with the arrays of the model under their own names, those of the best
 * epoch under `best.`, those of callbacks under `callback.NAME.`, and the rest as JSON.
 *
 * The arrays of the best epoch are not stored where they equal those of the checkpoint itself.
 */
import { DataError, type DetectorState } from '@anodec/core';
import { z } from 'zod';
import { jsonText } from '../json-text.js';
import { decodeSafetensors, encodeSafetensors, type Safetensors } from '../safetensors.js';
import { decodeHeader, decodeState, encodeHeader } from '../state.js';
import { isUnversioned, readUnversioned } from './checkpoint-unversioned.js';
import { parseJson, writeJson } from './json-numbers.js';
import type { NamedArrays } from './trainable.js';
import type { CallbackState, Checkpoint, PartialEpoch, TrainingState } from './training-state.js';

/** The version of the format that is written; version 1 has no validations and cuts within an epoch. */
export const CHECKPOINT_VERSION = 2;

const Values = z.record(z.string(), z.number());
const number = z.union([z.number(), z.literal(Infinity), z.literal(-Infinity), z.nan()]);
const AnyValues = z.record(z.string(), number);

const StoredReport = z.strictObject({
  epoch: z.int(),
  step: z.int(),
  train: AnyValues,
  valid: AnyValues,
  loss: number,
  seconds: z.number(),
  isBest: z.boolean(),
  cut: z.literal(true).optional(),
  skipped: z.int().optional(),
});

const StoredValidation = z.strictObject({
  epoch: z.int(),
  step: z.int(),
  valid: AnyValues,
  loss: number,
  isBest: z.boolean(),
  endsEpoch: z.boolean(),
});

/** The JSON part of a checkpoint. */
const StoredTraining = z.strictObject({
  step: z.int(),
  reports: z.array(StoredReport),
  partial: z
    .strictObject({
      steps: z.int(),
      sums: z.record(z.string(), z.strictObject({ sum: number, count: z.int() })),
      seconds: z.number(),
      validations: z.array(StoredValidation).optional(),
      skipped: z.int().optional(),
    })
    .optional(),
  best: z.strictObject({ epoch: z.int(), step: z.int(), loss: number }).optional(),
  counters: Values,
  callbacks: z.record(z.string(), z.unknown()),
  /** Names of the detector's arrays. */
  weights: z.array(z.string()),
});

/** Writes a checkpoint. */
export function encodeCheckpoint({ detector, training }: Checkpoint): Uint8Array {
  const { step, reports, partial, model, best, callbacks } = training;
  const stored: z.input<typeof StoredTraining> = {
    step,
    reports: [...reports],
    ...(partial && { partial: copyPartial(partial) }),
    ...(best && { best: { epoch: best.epoch, step: best.step, loss: best.loss } }),
    counters: model.counters,
    callbacks: mapValues(callbacks, ({ json }) => json ?? null),
    weights: Object.keys(detector.arrays),
  };
  const arrays = {
    ...model.arrays,
    ...detector.arrays,
    ...(best && best.step !== step && prefixed('best.', best.arrays)),
  };
  for (const [name, state] of Object.entries(callbacks)) {
    Object.assign(arrays, prefixed(`callback.${name}.`, state.arrays ?? {}));
  }
  return encodeSafetensors(arrays, {
    formatVersion: String(CHECKPOINT_VERSION),
    ...encodeHeader(detector),
    training: writeJson(stored),
  });
}

/**
 * Reads a checkpoint, of this version or an earlier one.
 *
 * @param origin of the bytes, for messages: a file name
 * @throws DataError when the bytes are not a checkpoint, hold weights only, or are of a later version
 */
export function decodeCheckpoint(bytes: Uint8Array, origin = 'the checkpoint'): Checkpoint {
  const file = decodeSafetensors(bytes, origin);
  const { metadata } = file;
  if (isUnversioned(file)) return readUnversioned(file, origin);
  checkVersion(metadata.formatVersion, origin);
  if (metadata.training === undefined) {
    throw new DataError(
      `${origin} must hold the state of a training, got the weights of a detector only. ` +
        'Resume from the checkpoint called last.',
    );
  }
  const detector = decodeHeader(metadata, origin);
  const stored = readTraining(metadata.training, origin);
  return assemble(detector, stored, file.arrays, origin);
}

/** Whether bytes hold the state of a training, not only weights. @throws DataError when they are neither */
export function holdsTraining(bytes: Uint8Array, origin = 'the checkpoint'): boolean {
  const file = decodeSafetensors(bytes, origin);
  return isUnversioned(file) || file.metadata.training !== undefined;
}

/**
 * Reads the detector from a checkpoint or from what `encodeState` wrote.
 *
 * @param which the weights of the best epoch so far, or those of the moment of the checkpoint
 * @throws DataError when the bytes are neither
 */
export function decodeDetector(
  bytes: Uint8Array,
  origin = 'the checkpoint',
  which: 'best' | 'last' = 'best',
): DetectorState {
  const { metadata } = decodeSafetensors(bytes, origin);
  if (metadata.training === undefined) return decodeState(bytes, origin);
  const { detector, training } = decodeCheckpoint(bytes, origin);
  return which === 'best' && training.best
    ? { ...detector, arrays: training.best.arrays }
    : detector;
}

function assemble(
  header: Omit<DetectorState, 'arrays'>,
  stored: z.output<typeof StoredTraining>,
  all: Safetensors['arrays'],
  origin: string,
): Checkpoint {
  const { best, weights, counters, callbacks, ...progress } = stored;
  const own = withPrefix(all, 'callback.', false, withPrefix(all, 'best.', false));
  const detector = pick(own, weights, origin);
  const bestArrays =
    best && best.step !== stored.step
      ? pick(withPrefix(all, 'best.', true), weights, origin)
      : detector;
  const training: TrainingState = {
    ...progress,
    model: { arrays: own, counters },
    best: best && { ...best, arrays: bestArrays },
    callbacks: mapValues(callbacks, (json, name): CallbackState => {
      const arrays = withPrefix(all, `callback.${name}.`, true);
      return Object.keys(arrays).length > 0 ? { json, arrays } : { json };
    }),
  };
  return { detector: { ...header, arrays: detector }, training };
}

function readTraining(text: string, origin: string): z.output<typeof StoredTraining> {
  const result = jsonText(StoredTraining, parseJson).safeParse(text);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new DataError(
    `The training state of ${origin} must follow format version ${CHECKPOINT_VERSION}, got at ` +
      `${path.join('.') || 'its root'}: ${message}. The file is damaged.`,
  );
}

function copyPartial({ validations, ...rest }: PartialEpoch) {
  return { ...rest, ...(validations && { validations: [...validations] }) };
}

function checkVersion(version: string | undefined, origin: string): void {
  if (version === undefined || Number(version) <= CHECKPOINT_VERSION) return;
  throw new DataError(
    `The format version of ${origin} must be ${CHECKPOINT_VERSION} or earlier, got ${version}. ` +
      'Read it with the version of anodec that wrote it, or a later one.',
  );
}

function prefixed(prefix: string, arrays: NamedArrays): NamedArrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));
}

/** The arrays whose names have the prefix, less the prefix; or, where not `kept`, the others. */
function withPrefix(
  arrays: NamedArrays,
  prefix: string,
  kept: boolean,
  from: NamedArrays = arrays,
): NamedArrays {
  return Object.fromEntries(
    Object.entries(from)
      .filter(([name]) => name.startsWith(prefix) === kept)
      .map(([name, array]) => [kept ? name.slice(prefix.length) : name, array]),
  );
}

function pick(arrays: NamedArrays, names: readonly string[], origin: string): NamedArrays {
  return Object.fromEntries(
    names.map((name) => {
      if (!Object.hasOwn(arrays, name)) {
        throw new DataError(`${origin} must hold the array ${name}, got none. It is damaged.`);
      }
      return [name, arrays[name]];
    }),
  );
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value, name)]),
  );
}
