/** The evaluation step: compares alarms with what is known about attacks, and writes the report. */
import { checkStopped, finishWithPauses, frameLength, type Listeners } from '@anodec/core';
import type { Detection } from '@anodec/eval';
import { headline, type TestRecording } from '@anodec/metrics';
import {
  type Charts,
  createReport,
  type DetectorResult,
  type EvaluationReport,
  renderHtml,
  renderJson,
  renderMarkdown,
  resultInPieces,
} from '@anodec/report';
import type { RunMetrics } from '@anodec/runs';
import { labelsChanged } from '../data/recorded-frame.js';
import { countRowsSharedWith } from '../data/shared-rows.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { logEvaluation } from '../logging/log-evaluation.js';
import { writeModelCard } from '../model-card/model-card.js';
import { type EvaluatedRecordings, readEvaluated } from '../runs/evaluated-recordings.js';
import { dataFacts, runFacts } from '../runs/facts.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { onRowsOf, readDetections } from '../score/detections.js';
import { EvaluateConfig } from '../settings/evaluate-config.js';
import { drawReport } from './draw-report.js';
import { readAudit } from './read-audit.js';
import { readSeedFacts } from './seed-facts.js';
import { detectWithout, driftedChannels } from './without-channel.js';

/** A report and where it lies. */
export interface EvaluatedRun {
  readonly report: EvaluationReport;
  /** The charts of the page. */
  readonly charts: Charts;
  /** Path of the page. */
  readonly page: string;
  /** Further notes, a sentence each: labels that changed since scoring. */
  readonly notes: readonly string[];
}

/**
 * Evaluates the scores of a run and writes report.html, report.md, report.json and the numbers of the
 * summary into it.
 *
 * @param asked what to measure in addition to the metrics
 * @throws DataError when the run was not scored, its data set is gone, or holds other recordings now
 */
export async function evaluateRun(
  trained: TrainedRun,
  listeners: Listeners = {},
  asked: EvaluateConfig = EvaluateConfig.parse({}),
): Promise<EvaluatedRun> {
  const { run, settings } = trained;
  const recordings = await readEvaluated(trained);
  const { prepared, tests, normal } = recordings;
  const { results, primary } = await evaluateDetectors(trained, recordings, listeners);
  const measured = await diagnose(trained, recordings, primary, asked, listeners);
  const { charts, nearest } = await drawReport(
    trained,
    recordings,
    { detections: primary, curves: measured.curves },
    listeners,
  );
  const report = createReport({
    title: `anodec · ${settings.paths.dataset} · version ${run.version ?? run.path}`,
    created: new Date().toISOString().slice(0, 19).replace('T', ' '),
    clock: prepared[0].raw.clock,
    results,
    drifted: prepared.flatMap((frame) =>
      driftedChannels(frame).map(({ channel, start }) => ({ channel, start })),
    ),
    testRowUse: countTestRowUse(recordings),
    data: dataFacts({ normal, tests, sides: recordings.sides, prepared, settings }),
    seeds: await readSeedFacts(run),
    audit: await readAudit(run),
    run: await runFacts(trained),
    diagnostics: { ...measured, nearest: [...nearest] },
    settings: { ...settings },
  });
  checkStopped(listeners.signal, 'writing the report');
  await run.writeChart('score', charts.timelines[0].svg);
  if (charts.training) await run.writeChart('training', charts.training.svg);
  const page = await run.writeReport({
    html: renderHtml(report, charts),
    markdown: renderMarkdown(report),
    json: renderJson(report, charts),
  });
  const metrics = resultsOf(report);
  await run.writeSummary({ ...(await run.readSummary()), ...metrics });
  await writeModelCard(run);
  const found = { metrics, markdown: renderMarkdown(report), detections: primary };
  const missing = await logEvaluation(trained, recordings, found);
  return { report, charts, page, notes: [...changedLabels(recordings), ...missing] };
}

/** Says so where a recording was labelled anew since it was scored. */
function changedLabels({ tests, scoring }: EvaluatedRecordings): string[] {
  const changed = tests.recorded.filter((now, i) => scoring[i] && labelsChanged(scoring[i], now));
  return changed.map(
    ({ source }) =>
      `The labels of ${source} have changed since it was scored; the report uses the new ones.`,
  );
}

/** Every detector on the recordings, the primary first, once more without a drifted channel. */
async function evaluateDetectors(
  trained: TrainedRun,
  recordings: EvaluatedRecordings,
  { signal }: Listeners,
): Promise<{ results: DetectorResult[]; primary: Detection[] }> {
  const { run, detectors } = trained;
  const { prepared, sides } = recordings;
  const results: DetectorResult[] = [];
  let primary: Detection[] = [];
  const measure = async (name: string, tests: readonly TestRecording[]): Promise<void> => {
    const work = resultInPieces(name, tests);
    results.push(await finishWithPauses(work, { signal }, `evaluating ${name}`));
  };
  for (const [d, detector] of detectors.entries()) {
    const { title } = detector;
    checkStopped(signal, `evaluating ${title}`);
    const detections = await readDetections(run, detector, prepared);
    if (d > 0) {
      const common = detections.map((detection, i) => onRowsOf(primary[i], detection));
      await measure(title, testsOf(recordings, common, false));
      continue;
    }
    primary = detections;
    await measure(title, testsOf(recordings, detections, true));
    const channel = prepared.flatMap(driftedChannels)[0]?.channel;
    if (channel === undefined) continue;
    const without = await detectWithout(trained, channel, prepared, sides);
    await measure(`${title} without ${channel}`, testsOf(recordings, without, false));
  }
  return { results, primary };
}

/** @param explained whether reasons for rows without a score hold, which they do for the primary */
function testsOf(
  { prepared, tests, scoring, attacks }: EvaluatedRecordings,
  detections: readonly Detection[],
  explained: boolean,
): TestRecording[] {
  return prepared.map(({ raw }, i) => ({
    name: tests.recorded[i].source,
    frame: raw,
    detection: detections[i],
    ...(attacks && { attacks }),
    ...(explained && { unscored: scoring[i]?.unscored ?? [] }),
  }));
}

/** Test rows that are also among the normal rows, by time and readings. */
function countTestRowUse({ prepared, sides }: EvaluatedRecordings) {
  const tests = prepared.map(({ raw }) => raw);
  return {
    rows: tests.reduce((sum, test) => sum + frameLength(test), 0),
    training: countRowsSharedWith(sides.training, tests),
    validation: countRowsSharedWith(sides.validation, tests),
  };
}

/** The results by which a list tells runs apart, strict numbers beside lenient ones. */
function resultsOf({ results }: EvaluationReport): RunMetrics {
  const { attacks, caught, detectedDuringEarlierAlarm, strict, lenient, per } = headline(
    results[0].evaluation,
  );
  const perDay = per === 'day';
  return {
    attacks,
    attacksCaught: caught,
    caughtDuringEarlierAlarm: detectedDuringEarlierAlarm,
    ...(strict.falseAlarms !== null && { falseAlarms: strict.falseAlarms }),
    ...(perDay && strict.rate !== null && { falseAlarmsPerDay: strict.rate }),
    ...(perDay &&
      typeof lenient?.rate === 'number' && { falseAlarmsPerDayWithRecovery: lenient.rate }),
  };
}
