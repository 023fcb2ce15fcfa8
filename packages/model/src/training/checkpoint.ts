/** Everything a fit needs to go on from the end of an epoch, and its form as bytes. */
import { DataError, type DetectorState, type NamedArray } from '@anodec/core';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import { decodeHeader, encodeHeader } from '../state.js';
import type { EpochReport } from './callback.js';

/** What Adam remembers from step to step. */
export interface AdamState {
  /** Steps made. */
  readonly step: number;
  /** Running means of the gradient and of its square, in the order of the weights. */
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** What training changes. */
export interface Learned {
  /** All weights as one array. */
  readonly weights: Float32Array;
  readonly adam: AdamState;
}

/** Where a fit stands. */
export interface TrainingState extends Learned {
  /** Epochs finished. */
  readonly epochs: number;
  readonly reports: readonly EpochReport[];
  readonly best: {
    readonly epoch: number;
    readonly loss: number;
    readonly weights: Float32Array;
  };
}

/** A detector in the middle of being fitted. */
export interface Checkpoint {
  /** With the weights of the last epoch. */
  readonly detector: DetectorState;
  readonly training: TrainingState;
}

/** The checkpoint as safetensors: weights by name, moments and best weights as flat arrays. */
export function encodeCheckpoint({ detector, training }: Checkpoint): Uint8Array {
  const { adam, best, epochs, reports } = training;
  const arrays: Record<string, NamedArray> = {
    ...detector.arrays,
    'optimizer.first': vector(adam.first),
    'optimizer.second': vector(adam.second),
    'best.weights': vector(best.weights),
  };
  const progress = {
    epochs,
    reports,
    step: adam.step,
    best: { epoch: best.epoch, loss: best.loss },
  };
  return encodeSafetensors(arrays, { ...encodeHeader(detector), training: writeJson(progress) });
}

/**
 * Reads what `encodeCheckpoint` wrote.
 *
 * @throws DataError when the bytes are no checkpoint
 */
export function decodeCheckpoint(bytes: Uint8Array, origin = 'the checkpoint'): Checkpoint {
  const { arrays, metadata } = decodeSafetensors(bytes, origin);
  const {
    'optimizer.first': first,
    'optimizer.second': second,
    'best.weights': best,
    ...weights
  } = arrays;
  if (!first || !second || !best || !metadata.training) {
    throw new DataError(
      `${origin} must hold the optimiser's state, got weights only. ` +
        'Resume from the checkpoint called last.',
    );
  }
  const progress = readJson(metadata.training);
  return {
    detector: { ...decodeHeader(metadata, origin), arrays: weights },
    training: {
      epochs: progress.epochs,
      reports: progress.reports,
      adam: { step: progress.step, first: first.data, second: second.data },
      weights: concatenate(Object.values(weights)),
      best: { ...progress.best, weights: best.data },
    },
  };
}

interface Progressed {
  readonly epochs: number;
  readonly reports: readonly EpochReport[];
  readonly step: number;
  readonly best: { readonly epoch: number; readonly loss: number };
}

/** JSON knows no NaN and no infinity; both occur as losses. */
function writeJson(progress: Progressed): string {
  return JSON.stringify(progress, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value,
  );
}

function readJson(text: string): Progressed {
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'number' in value ? Number(value.number) : value,
  ) as Progressed;
}

function vector(data: Float32Array): NamedArray {
  return { shape: [data.length], data };
}

function concatenate(arrays: readonly NamedArray[]): Float32Array {
  const flat = new Float32Array(arrays.reduce((total, { data }) => total + data.length, 0));
  let offset = 0;
  for (const { data } of arrays) {
    flat.set(data, offset);
    offset += data.length;
  }
  return flat;
}
