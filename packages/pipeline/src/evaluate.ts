/** The step that holds alarms against what is known about attacks, and writes the report. */
import {
  type Attack,
  frameLength,
  type Listeners,
  type Segment,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import { openStore, readAttacks } from '@anodec/tables';
import {
  applyVerdict,
  detectorResult,
  type DetectorResult,
  drawPictures,
  type EvaluationReport,
  type Pictures,
  renderHtml,
  renderMarkdown,
  type Verdict,
} from '@anodec/eval';
import type { Run, RunFigures } from '@anodec/runs';
import { dataFacts, runFacts } from './facts.js';
import { LEARNER } from './fit-detectors.js';
import { neighbours } from './baselines.js';
import { ATTACK_KEY, NORMAL_KEY, processedStore } from './paths.js';
import {
  expectedReadings,
  type NormalSides,
  type PreparedFrame,
  prepareFrame,
  rawSides,
} from '@anodec/preprocess';
import { readRecordings } from './recordings.js';
import { scoresName } from './score.js';
import {
  loadScores,
  type RestoredDetector,
  type TrainedRun,
  type TrainSettings,
} from './trained-run.js';
import { judgeWithout, wanderers } from './without-channel.js';

/** A report and where it lies. */
export interface EvaluatedRun {
  readonly report: EvaluationReport;
  /** Path of the page. */
  readonly page: string;
}

/** Rows reconstructed around an alarm, at least; as many as the alarm has, if these are more. */
const MARGIN = 240;

/**
 * Evaluates the scores of a run and writes report.html, report.md and report.json into it.
 *
 * @throws DataError when the run was not scored, or its data set is gone
 */
export async function evaluateRun(
  trained: TrainedRun,
  listeners: Listeners,
): Promise<EvaluatedRun> {
  const { run, settings, preprocessing, detectors } = trained;
  const store = processedStore(settings.place);
  const judgedRows = await readRecordings(store, ATTACK_KEY, settings.recording);
  const recording = prepareFrame(judgedRows.frames[0], preprocessing);
  const normalRows = await readRecordings(store, NORMAL_KEY, settings.recording);
  const { windowSize } = settings.model;
  const normal = rawSides(normalRows, preprocessing, settings.recording, windowSize);
  const attacks = await listedAttacks(store);
  const judged = await judge(trained, recording, normal, attacks);
  const [learner] = detectors;
  const report: EvaluationReport = {
    title: `anodec · ${settings.place.dataset} · version ${run.version ?? run.path}`,
    created: new Date().toISOString().slice(0, 19).replace('T', ' '),
    clock: recording.raw.clock,
    results: judged.map(({ result }) => result),
    wandered: wanderers(recording).map(({ channel, start }) => ({ channel, start })),
    data: dataFacts({ normal, recording, settings, missing: [normalRows, judgedRows] }),
    run: await runFacts(trained),
    settings,
  };
  const [{ verdict }] = judged;
  const pictures = await draw(trained, learner, recording, verdict, attacks ?? [], listeners);
  const page = await writeReport(run, report, pictures);
  return { report, page };
}

interface Judged {
  readonly verdict: Verdict;
  readonly result: DetectorResult;
}

/** Every detector on the recording, the learned one first, once more without what wandered off. */
async function judge(
  { run, detectors, settings }: TrainedRun,
  recording: PreparedFrame,
  normal: NormalSides<TimeSeriesFrame>,
  attacks: readonly Attack[] | undefined,
): Promise<Judged[]> {
  const options = attacks ? { attacks } : {};
  const judged: Judged[] = [];
  const { raw } = recording;
  for (const { name, verdict: fitted } of detectors) {
    const scores = await loadScores(run, scoresName(name));
    const verdict = applyVerdict(fitted, { frame: raw, scores });
    const called = name === LEARNER ? titleOf(settings) : neighbours[name].title;
    judged.push({ verdict, result: detectorResult(called, verdict, raw, options) });
    const channel = name === LEARNER ? wanderers(recording)[0]?.channel : undefined;
    if (channel === undefined) continue;
    const without = await judgeWithout({ run, name, fitted, channel, recording, normal });
    const result = detectorResult(`${called} without ${channel}`, without, raw, options);
    judged.push({ verdict: without, result });
  }
  return judged;
}

function titleOf({ model }: TrainSettings): string {
  return `${model.cell.toUpperCase()} autoencoder`;
}

/** The list of attacks of a data set; undefined where it has none and the labels must do. */
async function listedAttacks(path: string): Promise<readonly Attack[] | undefined> {
  const store = await openStore(path);
  try {
    const { attacks } = readAttacks(store);
    return attacks.length > 0 ? attacks : undefined;
  } finally {
    store.close();
  }
}

async function draw(
  { run, preprocessing }: TrainedRun,
  learner: RestoredDetector,
  recording: PreparedFrame,
  verdict: Verdict,
  attacks: readonly Attack[],
  { signal, progress }: Listeners,
): Promise<Pictures> {
  const metrics = await run.readMetrics();
  const points = metrics.map(({ epoch, train_loss, val_loss }) => ({
    epoch: epoch ?? NaN,
    trainLoss: train_loss ?? NaN,
    ...(val_loss !== undefined && { validLoss: val_loss }),
  }));
  const best = await run.bestCheckpoint();
  const scaled = await expectedAround(learner, recording, verdict);
  const expected = expectedReadings(preprocessing, scaled, recording.inputs);
  return drawPictures(
    {
      frame: recording.raw,
      verdict,
      attacks,
      expected,
      training: { points, ...(best && { bestEpoch: best.epoch }) },
    },
    { signal, progress },
  );
}

/** What the detector expected around alarms, (T, C) scaled; NaN elsewhere, where nobody looks. */
async function expectedAround(
  { detector }: RestoredDetector,
  { inputs }: PreparedFrame,
  { alarms }: Verdict,
): Promise<Float32Array> {
  const C = inputs.channels.length;
  const expected = new Float32Array(inputs.values.length).fill(NaN);
  if (!detector.reconstruct) return expected;
  for (const { rows } of alarms) {
    const margin = Math.max(MARGIN, rows.end - rows.start) + detector.lookback;
    const around = widen(rows, margin, frameLength(inputs));
    const part = await detector.reconstruct(sliceFrame(inputs, around));
    const known = Math.min(detector.lookback, rows.start - around.start);
    expected.set(part.subarray(known * C), (around.start + known) * C);
  }
  return expected;
}

function widen({ start, end }: Segment, rows: number, T: number): Segment {
  return { start: Math.max(0, start - rows), end: Math.min(T, end + rows) };
}

async function writeReport(
  run: Run,
  report: EvaluationReport,
  pictures: Pictures,
): Promise<string> {
  await run.writePicture('score', pictures.timeline.svg);
  if (pictures.training) await run.writePicture('training', pictures.training.svg);
  const html = renderHtml(report, pictures);
  return run.writeReport({ html, markdown: renderMarkdown(report), json: report });
}

/** Adds what was found to the figures by which a list tells runs apart. */
export async function rememberFindings(
  run: Run,
  figures: RunFigures,
  { results }: EvaluationReport,
): Promise<void> {
  const [{ attacks, caught, falseAlarms, falseAlarmRate }] = results[0].evaluation.events.slice(-1);
  const { value, per } = falseAlarmRate;
  await run.writeSummary({
    ...figures,
    attacksCaught: caught,
    attacks,
    falseAlarms,
    ...(per === 'day' && { falseAlarmsPerDay: value }),
  });
}
