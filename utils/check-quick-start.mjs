// Holds the last run against what the quick start promises; part of .ci/run, after `npm start`.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of the 33 attacks that leave a trace, and per recorded day without any recovery allowed. */
const FEWEST_CAUGHT = 24;
const MOST_FALSE_ALARMS = 2;

const logs = join(dirname(fileURLToPath(import.meta.url)), '..', 'lightning_logs');
const versions = readdirSync(logs).flatMap((name) => /^version_(\d+)$/.exec(name)?.[1] ?? []);
const last = Math.max(...versions.map(Number));
const report = JSON.parse(readFileSync(join(logs, `version_${last}`, 'report.json'), 'utf8'));
const [learned] = report.results;
const [{ attacks, caught, falseAlarmRate }] = learned.evaluation.events;
const traceless = learned.evaluation.traceless.length;

console.log(
  `version_${last}: ${caught} of ${attacks} caught, ${falseAlarmRate.value.toFixed(2)} false alarms ` +
    `per ${falseAlarmRate.per}, ${traceless} without trace apart, threshold saw labels: ${learned.threshold.sawLabels}`,
);
const kept =
  attacks === 33 &&
  traceless === 3 &&
  caught >= FEWEST_CAUGHT &&
  falseAlarmRate.per === 'day' &&
  falseAlarmRate.value <= MOST_FALSE_ALARMS &&
  learned.threshold.sawLabels === false;
if (!kept) {
  console.error(
    `The quick start must catch ${FEWEST_CAUGHT} of 33 at ${MOST_FALSE_ALARMS} false alarms a day or fewer.`,
  );
  process.exitCode = 1;
}
