/** Every name of a file or folder in a run directory; no other file spells them. */
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { alarmNotesFile } from './alarm-notes.js';

/** When a checkpoint was taken: its epoch, and the optimiser steps made by then. */
export interface CheckpointPlace {
  readonly epoch: number;
  readonly step: number;
}

/** Which scores of a run: those of a detector on one recording. */
export interface ScoresPart {
  readonly detector: string;
  /** Normal rows learned from, normal rows held out, or test recordings. */
  readonly side: 'training' | 'validation' | 'test';
  /** Of the recording among those of its side, from 0. */
  readonly index: number;
}

/** The paths within one run directory. */
export interface RunFiles {
  readonly status: string;
  readonly summary: string;
  readonly config: string;
  readonly hparams: string;
  /** All that scoring needs; the weights of the detectors lie beside it. */
  readonly artifact: string;
  readonly modelCard: string;
  /** How the run was made: command, code, machine. */
  readonly provenance: string;
  /** What was scored last. */
  readonly scoring: string;
  readonly alarmsJson: string;
  readonly alarmsCsv: string;
  /** What people wrote about alarms. */
  readonly alarmNotes: string;
  readonly scoresCsv: string;
  /** Preprocessing and alarm policies of runs before format 1, which have no artifact. */
  readonly formerPreprocessing: string;
  readonly formerPolicies: string;
  readonly audit: string;
  readonly metrics: string;
  readonly checkpoints: string;
  readonly lastCheckpoint: string;
  /** Which of several best checkpoints is the best; absent where there is one. */
  readonly bestPlace: string;
  readonly reportHtml: string;
  readonly reportMarkdown: string;
  readonly reportJson: string;
  bestCheckpoint(place: CheckpointPlace): string;
  detector(name: string): string;
  scores(part: ScoresPart): { readonly rows: string; readonly channels: string };
  chart(name: string, format: 'svg' | 'png'): string;
  /** What a logger has to say of the run, a line each. */
  journal(name: string): string;
  /** The folder of a live scoring; see `liveFiles`. */
  live(name: string): string;
  /** The folder of all of them. */
  readonly lives: string;
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
    artifact: join(path, 'artifact.json'),
    modelCard: join(path, 'model-card.md'),
    provenance: join(path, 'provenance.json'),
    scoring: join(path, 'scoring.json'),
    alarmsJson: join(path, 'alarms.json'),
    alarmsCsv: join(path, 'alarms.csv'),
    alarmNotes: alarmNotesFile(path),
    scoresCsv: join(path, 'scores.csv'),
    formerPreprocessing: join(path, 'scaler.json'),
    formerPolicies: join(path, 'verdict.json'),
    audit: join(path, 'audit.json'),
    metrics: join(path, 'metrics.csv'),
    checkpoints: join(path, 'checkpoints'),
    lastCheckpoint: join(path, 'checkpoints', 'last.ckpt'),
    bestPlace: join(path, 'checkpoints', 'best.json'),
    reportHtml: join(path, 'report.html'),
    reportMarkdown: join(path, 'report.md'),
    reportJson: join(path, 'report.json'),
    bestCheckpoint: ({ epoch, step }) =>
      join(path, 'checkpoints', `epoch=${epoch}-step=${step}.ckpt`),
    detector: (name) => join(path, 'detectors', `${checkName(name)}.safetensors`),
    scores: (part) => scoresFiles(join(path, 'scores'), part),
    chart: (name, format) => join(path, 'pictures', `${checkName(name)}.${format}`),
    journal: (name) => join(path, `${checkName(name)}.jsonl`),
    live: (name) => join(path, 'live', checkName(name)),
    lives: join(path, 'live'),
  };
}

/** Scores of the test recordings were called so before there could be several. */
function scoresFiles(folder: string, { detector, side, index }: ScoresPart) {
  const numbered = side === 'test' && index === 0 ? 'attack' : `${side}-${index}`;
  const stem = join(folder, `${checkName(detector)}-${numbered}`);
  return { rows: `${stem}-rows.npy`, channels: `${stem}-channels.npy` };
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
