/**
 * Reader of checkpoints from before they had a format version.
 *
 * They know one loss and one Adam, whose moments lie in one array each, in the order of the weights;
 * the weights of the best epoch lie in one array too.
 */
import { DataError, type NamedArray } from '@anodec/core';
import { z } from 'zod';
import { jsonText } from '../json-text.js';
import type { Safetensors } from '../safetensors.js';
import { decodeHeader } from '../state.js';
import { parseJson } from './json-numbers.js';
import type { EpochReport } from './report.js';
import type { NamedArrays } from './trainable.js';
import type { Checkpoint } from './training-state.js';

const number = z.union([z.number(), z.literal(Infinity), z.literal(-Infinity), z.nan()]);

const StoredReport = z.object({
  epoch: z.int(),
  step: z.int(),
  trainLoss: number,
  validLoss: number,
  seconds: z.number(),
  isBest: z.boolean(),
});

/** The JSON part of such a checkpoint. */
const StoredProgress = jsonText(
  z.object({
    step: z.int(),
    reports: z.array(StoredReport),
    best: z.object({ epoch: z.int(), loss: number }),
  }),
  parseJson,
);

/** Whether a file is a checkpoint from before format versions. */
export function isUnversioned({ arrays, metadata }: Safetensors): boolean {
  return metadata.formatVersion === undefined && 'optimizer.first' in arrays;
}

/** @throws DataError when an array is missing or has another length, or the training state is damaged */
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
  const { data: progress, error } = StoredProgress.safeParse(metadata.training);
  if (error) {
    const [{ path, message }] = error.issues;
    throw new DataError(
      `The training state of ${origin} must be that of a checkpoint without a format version, got at ` +
        `${path.join('.') || 'its root'}: ${message}. The file is damaged.`,
    );
  }
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

function asReport(report: z.output<typeof StoredReport>): EpochReport {
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
