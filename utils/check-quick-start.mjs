// Checks the last run against the promises of the quick start; part of .ci/run, after `npm start`.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of the 33 attacks with an effect, and per recorded day, every alarm outside an attack counted. */
const FEWEST_CAUGHT = 30;
const MOST_FALSE_ALARMS = 2;

const logs = join(dirname(fileURLToPath(import.meta.url)), '..', 'lightning_logs');
const versions = readdirSync(logs).flatMap((name) => /^version_(\d+)$/.exec(name)?.[1] ?? []);
const last = Math.max(...versions.map(Number));
const report = JSON.parse(readFileSync(join(logs, `version_${last}`, 'report.json'), 'utf8'));
const [{ threshold, evaluation }] = report.results;
const [{ recovery, attacks, caught, detectedDuringEarlierAlarm }] = evaluation.events;
const { falseAlarmRate } = evaluation.metrics;
const { unit } = evaluation.recorded;
const withoutEffect = evaluation.traceless.length;

console.log(
  `version_${last}: ${caught} of ${attacks} caught, ${detectedDuringEarlierAlarm} of them by an earlier ` +
    `alarm, ${falseAlarmRate.toFixed(2)} false alarms per ${unit}, ${withoutEffect} attacks without ` +
    `effect apart, threshold saw labels: ${threshold.sawLabels}`,
);
const kept =
  recovery === '0' &&
  attacks === 33 &&
  withoutEffect === 3 &&
  caught >= FEWEST_CAUGHT &&
  unit === 'day' &&
  falseAlarmRate <= MOST_FALSE_ALARMS &&
  threshold.sawLabels === false;
if (!kept) {
  console.error(
    `The quick start must catch ${FEWEST_CAUGHT} of 33 at ${MOST_FALSE_ALARMS} false alarms a day or fewer.`,
  );
  process.exitCode = 1;
}
