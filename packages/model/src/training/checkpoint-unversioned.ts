/**
 * Reader of checkpoints from before they had a format version.
 *
 * They know one loss and one Adam, whose moments lie in one array each, in the order of the weights;
 * the weights of the best epoch lie in one array too.
 */
import { DataError, type NamedArray } from '@anodec/core';
import type { Safetensors } from '../safetensors.js';
import { decodeHeader } from '../state.js';
import { parseJson } from './json-numbers.js';
import type { EpochReport } from './report.js';
import type { NamedArrays } from './trainable.js';
import type { Checkpoint } from './training-state.js';

/** The JSON part of such a checkpoint. */
interface StoredProgress {
  readonly epochs: number;
  readonly step: number;
  readonly reports: readonly {
    readonly epoch: number;
    readonly step: number;
    readonly trainLoss: number;
    readonly validLoss: number;
    readonly seconds: number;
    readonly isBest: boolean;
  }[];
  readonly best: { readonly epoch: number; readonly loss: number };
}

/** Whether a file is a checkpoint from before format versions. */
export function isUnversioned({ arrays, metadata }: Safetensors): boolean {
  return metadata.formatVersion === undefined && 'optimizer.first' in arrays;
}

/** @throws DataError when an array is missing or has another length */
export function readUnversioned({ arrays, metadata }: Safetensors, origin: string): Checkpoint {
  const {
    'optimizer.first': first,
    'optimizer.second': second,
    'best.weights': best,
    ...weights
  } = arrays;
  if (!second || !best || metadata.training === undefined) {
    throw new DataError(`${origin} must hold the whole state of a training. It is damaged.`);
  }
  const progress = parseJson(metadata.training) as StoredProgress;
  const reports = progress.reports.map(asReport);
  const bestStep = reports[progress.best.epoch]?.step ?? progress.step;
  return {
    detector: { ...decodeHeader(metadata, origin), arrays: weights },
    training: {
      step: progress.step,
      reports,
      model: {
        arrays: {
          ...weights,
          ...split(first, weights, 'optimizer.first.', origin),
          ...split(second, weights, 'optimizer.second.', origin),
        },
        counters: { 'optimizer.steps': progress.step },
      },
      best: { ...progress.best, step: bestStep, arrays: split(best, weights, '', origin) },
      callbacks: {},
    },
  };
}

function asReport(report: StoredProgress['reports'][number]): EpochReport {
  const { trainLoss, validLoss, ...others } = report;
  const validated = !Number.isNaN(validLoss);
  return {
    ...others,
    train: { loss: trainLoss },
    valid: validated ? { loss: validLoss } : {},
    loss: validated ? validLoss : trainLoss,
  };
}

/** Cuts one array into arrays with the shapes of the weights. */
function split(
  { data }: NamedArray,
  weights: NamedArrays,
  prefix: string,
  origin: string,
): NamedArrays {
  let offset = 0;
  const parts = Object.entries(weights).map(([name, { shape, data: weight }]) => {
    const part = data.slice(offset, offset + weight.length);
    offset += weight.length;
    return [prefix + name, { shape, data: part }] as const;
  });
  if (offset === data.length) return Object.fromEntries(parts);
  throw new DataError(
    `${origin} must hold as many moments as weights, ${offset}, got ${data.length}. It is damaged.`,
  );
}
