/** The TensorBoard log of an evaluation: results, precision over recall, the report, codes of test windows. */
import type { TimeSeriesFrame } from '@anodec/core';
import type { Detection } from '@anodec/eval';
import type { RunMetrics } from '@anodec/runs';
import { inputOf } from '../detectors/score-frame.js';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { logCodes } from './log-codes.js';

/** What an evaluation found. */
export interface LoggedEvaluation {
  readonly metrics: RunMetrics;
  /** The report in Markdown. */
  readonly markdown: string;
  /** Of the primary detector, by recording. */
  readonly detections: readonly Detection[];
}

/** Logs an evaluation into its run, unless its settings switch logging off. @returns what is missing */
export async function logEvaluation(
  trained: TrainedRun,
  { prepared }: EvaluatedRecordings,
  { metrics, markdown, detections }: LoggedEvaluation,
): Promise<string[]> {
  const { run, detectors, settings } = trained;
  if (settings.logging.logger === 'none') return [];
  const step = (await run.readMetrics().catch(() => [])).at(-1)?.step ?? 0;
  const events = run.openEvents();
  const named = Object.entries(metrics).flatMap(([name, value]) =>
    typeof value === 'number' ? [[`evaluation/${snakeCase(name)}`, value] as const] : [],
  );
  events.scalars(Object.fromEntries(named), step);
  const curve = rankedRows(
    prepared.map(({ raw }) => raw),
    detections,
  );
  if (curve) events.prCurve('evaluation/precision_recall', curve.labels, curve.ranks, step);
  events.text('evaluation/report', markdown, step);
  const [{ detector, input }] = detectors;
  for (const [i, frame] of prepared.entries()) {
    const tag = prepared.length === 1 ? 'code_test' : `code_test_${i}`;
    const place = { tag, step, limit: settings.logging.logWindows };
    const known = { errors: detections[i].score, labels: labelsOf(frame.raw) };
    await logCodes(events, detector, inputOf(frame, input), known, place);
  }
  events.close();
  return events.fault
    ? [`The TensorBoard log of this evaluation is incomplete. ${events.fault.message}`]
    : [];
}

/**
 * Labelled rows with a score, and their scores as ranks from 0 to 1, ties alike: a curve of precision over
 * recall is the same for any increasing function of the scores.
 */
function rankedRows(
  frames: readonly TimeSeriesFrame[],
  detections: readonly Detection[],
): { labels: number[]; ranks: Float64Array } | undefined {
  const labels: number[] = [];
  const scores: number[] = [];
  for (const [i, frame] of frames.entries()) {
    for (const [t, score] of detections[i].score.entries()) {
      const label = frame.labels?.[t];
      if (Number.isNaN(score) || (label !== 0 && label !== 1)) continue;
      labels.push(label);
      scores.push(score);
    }
  }
  if (!labels.includes(1)) return undefined;
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  const ranks = new Float64Array(scores.length);
  for (let k = 0; k < order.length; k++) {
    const isTie = k > 0 && scores[order[k]] === scores[order[k - 1]];
    ranks[order[k]] = isTie ? ranks[order[k - 1]] : k / scores.length;
  }
  return { labels, ranks };
}

function labelsOf({ labels, timestamps }: TimeSeriesFrame): string[] {
  const names: Readonly<Record<number, string>> = { 0: 'normal', 1: 'attack' };
  return Array.from(timestamps, (_, t) => names[labels?.[t] ?? NaN] ?? 'unknown');
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
