/** Sections about data, split, choices and disturbances, over numbers made up by hand. */
import { expect, test } from 'vitest';
import { attackAt, dayOf, detectionOf } from '../evaluation.fixture.js';
import type { Diagnostics } from '../diagnostics.js';
import type { Block } from '../document.js';
import { findings } from '../findings.js';
import { createReport, detectorResult, type ReportParts } from '../report.js';
import { renderHtml } from '../render/html.js';
import { renderMarkdown } from '../render/markdown.js';
import { parseEvaluationReport } from '../schema.js';
import { buildSections } from './registry.js';

const counts = {
  flaggedRows: 10,
  attacks: 2,
  detected: 1,
  alarms: 3,
  falseAlarms: 1,
  falseAlarmRate: 0.5,
  precision: 0.5,
  recall: 0.25,
  f1: 0.333,
};
const HOUR = 3_600_000;
const span = (from: number, to: number, rows: number) => ({ source: 'n.csv', from, to, rows });

const diagnostics: Diagnostics = {
  runName: '7',
  recordings: [
    { role: 'normal', source: 'n.csv', sha256: 'abc', rows: 100, channels: 2, from: 0, to: HOUR },
  ],
  cleaning: [
    { source: 'n.csv', about: 'rows', warning: true, text: '3 rows were left out' },
    { source: 'a.csv', about: 'labels', warning: false, text: '1 label was misspelt' },
  ],
  split: {
    training: [span(0, HOUR, 60)],
    validation: [span(2 * HOUR, 3 * HOUR, 20)],
    test: [span(5 * HOUR, 6 * HOUR, 50)],
    purge: 9,
    windowSize: 10,
    drawnFromAll: false,
    normalisation: 'all',
  },
  thresholdSettings: [{ name: 'Settings of the rule', value: 'max, margin 1.2' }],
  sweep: [0, 0.5, 1, 2].map((factor) => ({ factor, threshold: factor, ...counts })),
  ranges: {
    counts,
    flagged: 0.9,
    settled: { without: ['b'], counts: { ...counts, detected: 0 }, flagged: 0.1 },
    attacks: [{ name: 'Attack 1', found: true, channels: ['b', 'a', 'c', 'd'] }],
  },
  sensitivity: [
    {
      what: 'Smoothing',
      how: 'anew',
      variants: [
        { name: 'none', chosen: false, counts: { ...counts, f1: 0.1, detected: 0 } },
        { name: 'mean', chosen: true, counts },
      ],
      failed: [{ name: 'median', reason: 'The window is too long.' }],
    },
    { what: 'Window length', how: 'train again', variants: [], failed: [] },
  ],
  cost: [{ name: 'Threads', value: '2' }],
};

const monday = {
  name: 'Monday',
  frame: dayOf(),
  detection: detectionOf([90, 105], [302, 305], [900, 910]),
  attacks: [attackAt('Attack 1', 100, 119), attackAt('Attack 2', 300, 309)],
};

function partsOf(given: Diagnostics | undefined, more: Partial<ReportParts> = {}): ReportParts {
  const result = detectorResult('PCA', [monday]);
  return {
    title: 'x',
    created: 'today',
    clock: 'elapsed',
    results: [result, { ...result, name: 'Norm' }],
    data: [],
    run: [],
    settings: { a: 1 },
    ...(given && { diagnostics: given }),
    ...more,
  };
}

function blocksOf(key: string, parts: ReportParts): readonly Block[] {
  const sections = buildSections({ report: createReport(parts), brief: false });
  return sections.find((section) => section.key === key)?.blocks ?? [];
}

/** Every text of a section, its cells and items in one. */
function textOf(key: string, parts: ReportParts): string {
  return blocksOf(key, parts)
    .map((block) => JSON.stringify(block))
    .join('\n');
}

const parts = partsOf(diagnostics, { testRowUse: { rows: 50, training: 0, validation: 0 } });

test('identifies recordings by content and lists what cleaning did, labels in their own section', () => {
  expect(textOf('data', parts)).toContain('"abc"');
  expect(textOf('data', parts)).toContain('"Warning: 3 rows were left out"');
  expect(textOf('data', parts)).not.toContain('misspelt');
  expect(textOf('labels', parts)).toContain('a.csv: 1 label was misspelt.');
  const [result] = parts.results;
  const unknown = { ...result, evaluation: { ...result.evaluation, unknownLabelRows: 1 } };
  expect(textOf('labels', { ...parts, results: [unknown] })).toContain(
    '1 row has an unknown label: metrics do not count it, and',
  );
});

test('says of the split what the rows say, not what should be', () => {
  const clean = textOf('split', parts);
  expect(clean).toContain('none is among the rows that scaler, windows and network learned from');
  expect(clean).toContain('25 % of the normal rows are held out');
  expect(clean).toContain('9 rows belong to neither, so no window has rows of both');
  expect(clean).toContain('from rows trained on and from held-out rows alike');

  const used = { ...parts, testRowUse: { rows: 50, training: 8, validation: 2 } };
  expect(textOf('split', used)).toContain(
    'Test rows were used: of 50 test rows of 1 recording, scaler, windows and network learned from 8, and 2 were held out',
  );
  expect(textOf('split', partsOf(diagnostics))).toContain('was not checked');
  const one = { ...parts.diagnostics?.split, purge: 1 } as never;
  expect(textOf('split', { ...parts, diagnostics: { ...diagnostics, split: one } })).toContain(
    '1 row belongs to neither',
  );
  const split = { ...parts.diagnostics?.split, purge: 3, drawnFromAll: true } as never;
  const close = textOf('split', { ...parts, diagnostics: { ...diagnostics, split } });
  expect(close).toContain('fewer than windowSize − 1 = 9: windows at the border share rows');
  expect(close).toContain('Windows to train on were drawn from all normal rows');
});

test('gives ranges over choices, says which is in use, and which has no result', () => {
  const text = textOf('sensitivity', parts);
  expect(text).toContain('["Smoothing","2","0.100 to 0.333","0 to 1 of 2","0.50","anew"]');
  expect(text).toContain('["Smoothing","mean (in use)","0.333","1 of 2","0.50"]');
  expect(text).toContain('["Window length","not measured","–","–","–","train again"]');
  expect(text).toContain('Smoothing, median: The window is too long.');
});

test('says what single channels find, with and without those out of range for good', () => {
  const text = textOf('ranges', parts);
  expect(text).toContain(
    'All channels: 1 of 2 attacks with an effect found (50 %), 90 % of the rows flagged, 0.50 false alarms per day, F1 0.333.',
  );
  expect(text).toContain('Without b, out of range for good: 0 of 2 attacks');
  expect(text).toContain('["Attack 1","yes","b, a, c and 1 more channel"]');
});

test('shows what a disturbance changed against the same rows undisturbed', () => {
  const robustness: Diagnostics['robustness'] = {
    rows: span(0, HOUR, 50),
    undisturbed: { counts, auprc: 0.5 },
    cases: [
      {
        name: 'a dropped',
        how: 'no reading',
        counts: { ...counts, detected: 0, f1: null, falseAlarms: 4 },
        auprc: 0.25,
      },
    ],
  };
  const text = textOf('robustness', partsOf({ ...diagnostics, robustness }));
  expect(text).toContain('["none","0.500","0.333","1 of 2","1","the same rows');
  expect(text).toContain('["a dropped","0.250 (−0.250)","–","0 (−1) of 2","4 (+3)","no reading"]');
  expect(blocksOf('robustness', parts)).toEqual([]);
});

/** The points of the checklist by number. */
function checksOf(given: ReportParts) {
  const [block] = blocksOf('checklist', given);
  if (block?.kind !== 'checks') throw new Error('no checks');
  return block.checks;
}

test('links a point of the checklist to the sections that show it, and says how to measure the others', () => {
  const checks = checksOf(parts);
  expect(checks).toHaveLength(15);
  expect(checks[1].sections).toEqual([{ key: 'split', heading: 'Split' }]);
  expect(checks[10]).toEqual({
    title: 'Robustness to disturbed sensors',
    missing: 'score disturbed rows: anodec evaluate 7 --robustness',
  });
  const met = checks.flatMap(({ sections }, i) => (sections ? [i + 1] : []));
  expect(met).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10, 13, 15]);
});

test('links several seeds and the audit once there are some, the seeds to the page of their group', () => {
  const seeds = { group: 'group_0', own: 7, seeds: [{ seed: 7, run: 'version_0' }] };
  const line = { key: 'scaler', title: 'Scaler', compared: 'rows', result: 'passed' as const };
  const audit = { created: '2026-11-28T10:00:00Z', seconds: 1, lines: [{ ...line, finding: '' }] };
  const given = { ...parts, seeds, audit: { formatVersion: 1 as const, audited: 'x', ...audit } };
  const checks = checksOf(given);
  expect(checks[5].sections).toEqual([{ key: 'seeds', heading: 'Seeds' }]);
  expect(checks[11].sections).toEqual([{ key: 'audit', heading: 'Leakage audit' }]);
  const page = renderHtml(createReport(given));
  expect(page).toContain('<a href="#seeds">Seeds</a>');
  expect(page).toContain('<a href="../group_0/report.html">group_0</a>');
  expect(checksOf(parts)[5].missing).toContain('anodec train --seeds 5');
});

test('the checklist and the threshold say so where the audit failed', () => {
  const line = { key: 'alarmPolicy', title: 'Threshold', compared: 'scores', finding: 'differs' };
  const lines = [{ ...line, result: 'failed' as const }];
  const audit = { formatVersion: 1 as const, audited: 'x', created: 'today', seconds: 1, lines };
  const given = { ...parts, audit };
  expect(checksOf(given)[11]).toEqual({
    title: 'Leakage audit',
    sections: [{ key: 'audit', heading: 'Leakage audit' }],
    failed: '1 of 1 check',
  });
  expect(checksOf(parts)[11].failed).toBeUndefined();
  const page = renderHtml(createReport(given));
  expect(page).toContain(
    '<span class="missing">failed</span> (1 of 1 check): <a href="#audit">Leakage audit</a>',
  );
  expect(renderMarkdown(createReport(given))).toContain('failed (1 of 1 check): Leakage audit');
  expect(page).not.toContain('set without labels');
  expect(renderHtml(createReport(parts))).toContain('set without labels');
});

test('does not call a point shown whose section has nothing to say', () => {
  const none = checksOf(partsOf(undefined)).flatMap(({ sections }, i) => (sections ? [i + 1] : []));
  expect(none).toEqual([4, 5, 7, 8]);
  const command = checksOf({ ...parts, run: [{ name: 'Command', value: 'anodec train' }] });
  expect(command[13].sections?.map(({ key }) => key)).toEqual(['run', 'settings']);
});

test('warns where merging makes alarms last three times as long as the score is high', () => {
  const warned = (flaggedRows: number) =>
    findings(
      createReport(partsOf({ sweep: [{ factor: 1, threshold: 1, ...counts, flaggedRows }] })),
    );
  // 28 of 1,440 rows lie in alarms
  expect(warned(7).join('\n')).toContain(
    'Alarms last 4.0 times as long as the score is above the threshold: 1.9 % against 0.5 % of the time.',
  );
  expect(warned(10).join('\n')).not.toContain('Alarms last');
});

test('comes back from JSON with everything measured', () => {
  const report = createReport(parts);
  expect(parseEvaluationReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
});
