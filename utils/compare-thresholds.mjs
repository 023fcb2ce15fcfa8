/**
 * Every threshold on the saved scores of runs: what it promises and what it does on test rows.
 *
 *     node utils/compare-thresholds.mjs RUN …      run directories, scored, with their data sets beside them
 *
 * Prints a table for each run: share of normal test rows above the threshold, F1 over rows, alarms that overlap no
 * attack per day of normal test rows, rows in alarm for each row above the threshold. Each policy is the run's own but
 * for the threshold. Labels are used for counting alone.
 */
import { dirname, resolve } from 'node:path';
import { DAY, framePeriod } from '../packages/core/dist/index.js';
import {
  alarmCoverage,
  applyAlarmPolicy,
  fitAlarmPolicy,
  thresholds,
} from '../packages/eval/dist/index.js';
import { openRun, readEvaluated } from '../packages/pipeline/dist/index.js';

const SETTINGS = [
  ...thresholds
    .kinds()
    .filter((kind) => kind !== 'fixed')
    .map((kind) => ({ kind })),
  { kind: 'pot', risk: 1e-4 },
  { kind: 'conformal', rate: 0.05, confidence: 0 },
  { kind: 'budget', margin: 1 },
  { kind: 'budget', margin: 1, confidence: 0.9 },
];

for (const given of process.argv.slice(2)) {
  const path = resolve(given);
  process.chdir(dirname(dirname(path)));
  await compare(path);
}

async function compare(path) {
  const trained = await openRun(path, { logs: dirname(path) });
  const { run, detectors, settings } = trained;
  const [{ name }] = detectors;
  const { prepared, sides } = await readEvaluated(trained);
  const beside = (side, frames) =>
    Promise.all(
      frames.map(async (frame, index) => ({
        frame,
        scores: await run.readScores({ detector: name, side, index }),
      })),
    );
  const normal = {
    training: await beside('training', sides.training),
    validation: await beside('validation', sides.validation),
  };
  const tests = await beside(
    'test',
    prepared.map(({ raw }) => raw),
  );
  console.log(
    `\n${path}\n| threshold | value | false positive rate | F1 | false alarms/day | in alarm/above |`,
  );
  for (const threshold of SETTINGS) {
    const parsed = thresholds.schema.parse(threshold);
    const fitted = fitAlarmPolicy({ ...settings.alarmPolicy, threshold: parsed }, normal);
    const detections = tests.map((test) => applyAlarmPolicy(fitted, test));
    const { falsePositiveRate, f1, falseAlarms } = count(tests, detections);
    const { ratio } = alarmCoverage(detections);
    const { value, fellBack } = fitted.threshold;
    const cells = [
      JSON.stringify(threshold).replaceAll('"', ''),
      value.toPrecision(4) + (fellBack ? ' fell back' : ''),
      falsePositiveRate.toFixed(5),
      f1.toFixed(3),
      falseAlarms.toFixed(2),
      ratio.toFixed(2),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function count(tests, detections) {
  let [tp, fp, fn, tn, alarms, days] = [0, 0, 0, 0, 0, 0];
  tests.forEach(({ frame }, i) => {
    const { score, exceeds, alarms: raised } = detections[i];
    const { labels } = frame;
    let normalRows = 0;
    score.forEach((value, t) => {
      if (labels[t] === 0) normalRows++;
      if (Number.isNaN(value)) return;
      const above = exceeds[t] === 1;
      if (labels[t] === 1 && above) tp++;
      else if (labels[t] === 1) fn++;
      else if (labels[t] === 0 && above) fp++;
      else if (labels[t] === 0) tn++;
    });
    alarms += raised.filter(
      ({ rows }) => !labels.subarray(rows.start, rows.end).includes(1),
    ).length;
    days += (normalRows * framePeriod(frame)) / DAY;
  });
  return {
    falsePositiveRate: fp / (fp + tn),
    f1: (2 * tp) / (2 * tp + fp + fn),
    falseAlarms: alarms / days,
  };
}
