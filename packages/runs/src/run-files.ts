/** Every name of a file or folder in a run directory; nothing else in the framework spells them. */
import { join } from 'node:path';
import { DataError } from '@anodec/core';

/** What is learned at an epoch: which one, and how many optimiser steps had been taken. */
export interface CheckpointPlace {
  readonly epoch: number;
  readonly step: number;
}

/** The paths within one run directory. */
export interface RunFiles {
  readonly status: string;
  readonly summary: string;
  readonly config: string;
  readonly hparams: string;
  readonly metrics: string;
  readonly checkpoints: string;
  readonly lastCheckpoint: string;
  readonly reportHtml: string;
  readonly reportMarkdown: string;
  readonly reportJson: string;
  bestCheckpoint(place: CheckpointPlace): string;
  document(name: string): string;
  detector(name: string): string;
  array(name: string): string;
  picture(name: string, format: 'svg' | 'png'): string;
}

const BEST_CHECKPOINT = /^epoch=(\d+)-step=(\d+)\.ckpt$/;
const VERSION = /^version_(0|[1-9]\d*)$/;

/** The file names of the run directory at `path`. */
export function runFiles(path: string): RunFiles {
  return {
    status: join(path, 'status.json'),
    summary: join(path, 'summary.json'),
    config: join(path, 'config.json'),
    hparams: join(path, 'hparams.yaml'),
    metrics: join(path, 'metrics.csv'),
    checkpoints: join(path, 'checkpoints'),
    lastCheckpoint: join(path, 'checkpoints', 'last.ckpt'),
    reportHtml: join(path, 'report.html'),
    reportMarkdown: join(path, 'report.md'),
    reportJson: join(path, 'report.json'),
    bestCheckpoint: ({ epoch, step }) =>
      join(path, 'checkpoints', `epoch=${epoch}-step=${step}.ckpt`),
    document: (name) => join(path, `${checkName(name)}.json`),
    detector: (name) => join(path, 'detectors', `${checkName(name)}.safetensors`),
    array: (name) => join(path, 'scores', `${checkName(name)}.npy`),
    picture: (name, format) => join(path, 'pictures', `${checkName(name)}.${format}`),
  };
}

/** Where a checkpoint of that file name was taken, or nothing where the name is another. */
export function parseBestCheckpoint(fileName: string): CheckpointPlace | undefined {
  const match = BEST_CHECKPOINT.exec(fileName);
  return match ? { epoch: Number(match[1]), step: Number(match[2]) } : undefined;
}

/** The folder name of a version. */
export function versionName(version: number): string {
  return `version_${version}`;
}

/** The number of a version folder, or nothing where the name is another. */
export function parseVersion(folderName: string): number | undefined {
  const match = VERSION.exec(folderName);
  return match ? Number(match[1]) : undefined;
}

/** A name becomes a file name, so it must not lead out of the run. */
function checkName(name: string): string {
  if (/^\w[\w.=-]*$/.test(name)) return name;
  throw new DataError(`A name within a run must be letters, digits, _, - and ., got "${name}".`);
}
