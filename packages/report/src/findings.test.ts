/** The sentences about a made-up day of minutes. */
import { UNKNOWN_LABEL } from '@anodec/core';
import { expect, test } from 'vitest';
import type { TestRecording } from '@anodec/metrics';
import type { AuditResult } from './audit-result.js';
import { attackAt, dayOf, detectionOf, T } from './evaluation.fixture.js';
import { findings } from './findings.js';
import { createReport, detectorResult, type ReportParts } from './report.js';

const ATTACKS = [attackAt('Attack 1', 100, 119), attackAt('Attack 2', 300, 309)];

/** The findings of one recording. */
function findingsOf(recording: TestRecording, parts: Partial<ReportParts> = {}): string[] {
  return findings(
    createReport({
      title: 'x',
      created: 'today',
      clock: 'elapsed',
      results: [detectorResult('PCA', [recording])],
      data: [],
      run: [],
      settings: {},
      ...parts,
    }),
  );
}

test('says how many attacks began during an earlier alarm, and takes the delay over the others', () => {
  const detection = detectionOf([90, 105], [302, 305]);
  const [first] = findingsOf({ frame: dayOf(), detection, attacks: ATTACKS });
  expect(first).toMatch(
    /^2 of 2 attacks with an effect were detected; 1 of them began while an earlier alarm was still on\. Median delay over the other 1: 3 min\. The same alarms/,
  );
});

test('gives no delay where every detected attack began during an earlier alarm', () => {
  const detection = detectionOf([90, 305]);
  const [first] = findingsOf({ frame: dayOf(), detection, attacks: ATTACKS });
  expect(first).toContain('2 of them began while an earlier alarm was still on. The same alarms');
});

test('knows labels that are all normal from none', () => {
  const detection = detectionOf([100, 120], [200, 201]);
  const normal = findingsOf({ frame: dayOf(new Uint8Array(T)), detection });
  expect(normal.slice(0, 2)).toEqual([
    'The labels name no attack: every alarm is false; detection cannot be measured.',
    'False alarms per day: 2.0 (2 alarms in all, 1 % of the time).',
  ]);
  const unlabelled = findingsOf({ frame: dayOf(), detection });
  expect(unlabelled.slice(0, 2)).toEqual([
    'Nothing is known about attacks in this recording: alarms cannot be called true or false.',
    'Alarms per day: 2.0 (2 alarms in all, 1 % of the time).',
  ]);
  const elsewhere = [attackAt('Attack 1', 2000, 2010)];
  const [listed] = findingsOf({ frame: dayOf(), detection, attacks: elsewhere });
  expect(listed).toMatch(/^The list names no attack within this recording: every alarm is false/);
});

test('says which rows could not be scored, why, and which have no known label', () => {
  const detection = detectionOf([105, 130]);
  detection.score.fill(NaN, 0, 30);
  const labels = new Uint8Array(T).fill(1, 100, 120).fill(UNKNOWN_LABEL, 1000);
  const unscored = [{ reason: 'no window without a gap', rows: 20 }];
  const lines = findingsOf({ frame: dayOf(labels), detection, unscored });
  expect(lines).toContain(
    '30 of 1,440 rows could not be scored (no window without a gap: 20; reason not recorded: 10): ' +
      'no alarm can be raised on them, and row-by-row metrics leave them out.',
  );
  expect(lines).toContain('440 of 1,440 rows have an unknown label: the metrics leave them out.');
  const complete = findingsOf({ frame: dayOf(), detection: detectionOf(), attacks: ATTACKS });
  expect(complete.join(' ')).not.toMatch(/could not be scored|unknown label/);
});

test('warns first of test rows that were used in training', () => {
  const recording = { frame: dayOf(), detection: detectionOf([900, 910]), attacks: ATTACKS };
  const testRowUse = { rows: 1440, training: 1200, validation: 240 };
  expect(findingsOf(recording, { testRowUse })[0]).toBe(
    'The test recordings are not new: of 1,440 rows, 1,200 trained on and 240 used for the threshold. ' +
      'Results on such rows say nothing about new data.',
  );
  const unused = findingsOf(recording, { testRowUse: { rows: 1440, training: 0, validation: 0 } });
  expect(unused[0]).toMatch(/^0 of 2 attacks/);
});

test('says first that the leakage audit failed, and calls a contradicted threshold unconfirmed', () => {
  const recording = { frame: dayOf(), detection: detectionOf([105, 130]), attacks: ATTACKS };
  const auditOf = (...failed: string[]): AuditResult => ({
    formatVersion: 1,
    created: 'today',
    seconds: 1,
    audited: 'x',
    lines: ['scaler', 'alarmPolicy', 'live'].map((key) => {
      const result = failed.includes(key) ? 'failed' : 'passed';
      return { key, title: `Check ${key}`, compared: 'rows', result, finding: '' };
    }),
  });
  const sound = findingsOf(recording, { audit: auditOf() });
  expect(sound.join(' ')).not.toContain('audit');
  expect(sound.join(' ')).toContain('The threshold was set without labels');
  const threshold = findingsOf(recording, { audit: auditOf('alarmPolicy') });
  expect(threshold[0]).toBe(
    'The leakage audit failed: 1 of 3 checks: Check alarmPolicy. ' +
      'The results cannot be relied on until that is explained.',
  );
  expect(threshold.join(' ')).not.toContain('without labels');
  expect(threshold.join(' ')).toContain('the leakage audit could not confirm how it was set');
  const both = findingsOf(recording, { audit: auditOf('scaler', 'live') });
  expect(both[0]).toMatch(/^The leakage audit failed: 2 of 3 checks: Check scaler; Check live\./);
  expect(both.join(' ')).toContain('The threshold was set without labels');
});

test('says of a detector that gives every row the same score that it has collapsed', () => {
  const collapsed = { frame: dayOf(), detection: detectionOf(), attacks: ATTACKS };
  expect(findingsOf(collapsed)[0]).toBe(
    'The detector has collapsed: it gives every row the same score, so its alarms and metrics say nothing.',
  );
  const works = { ...collapsed, detection: detectionOf([105, 130]) };
  expect(findingsOf(works).join(' ')).not.toContain('collapsed');
});

test('says which channels drifted, and whose errors were attenuated, the strongest first', () => {
  const stretch = { start: 3_600_000, end: 7_200_000, rows: 60 };
  const attenuated = ['a', 'b', 'a', 'c', 'd'].map((channel, i) => ({
    ...stretch,
    channel,
    attenuation: 0.5 - i / 10,
  }));
  const detection = { ...detectionOf(), attenuated };
  const lines = findingsOf(
    { frame: dayOf(), detection, attacks: ATTACKS },
    { drifted: [{ channel: 'AIT201', start: 0 }] },
  );
  expect(lines.slice(-2)).toEqual([
    'AIT201 drifted permanently and was re-centred from the start on (no channel names or labels used).',
    'Errors that stayed high for hours were attenuated: d, c, a and 1 more channel, first from after 1 h.',
  ]);
});

test('says of a fixed threshold that it was given, not that labels had no part in it', () => {
  const usual = detectionOf([105, 130]);
  const detection = { ...usual, threshold: { ...usual.threshold, kind: 'fixed', value: 2 } };
  const lines = findingsOf({ frame: dayOf(), detection, attacks: ATTACKS });
  expect(lines).toContain('The threshold was given: 2.000.');
  expect(lines.join(' ')).not.toContain('without labels');
});
