/** Sections as plain blocks, over a made-up day of minutes whose numbers can be checked in the head. */
import { expect, test } from 'vitest';
import { attackAt, dayOf, detectionOf } from '../evaluation.fixture.js';
import type { Block } from '../document.js';
import { createReport, detectorResult, type ReportParts } from '../report.js';
import { renderTerminal } from '../render/terminal.js';
import { parseEvaluationReport } from '../schema.js';
import { buildSections } from './registry.js';

// attack 1 begins during the first alarm, the second alarm is attack 2's own from its third row on
const detection = {
  ...detectionOf([90, 105], [302, 305], [900, 910]),
  attenuated: [{ channel: 'a', start: 0, end: 3_600_000, rows: 61, attenuation: 0.25 }],
};
const monday = {
  name: 'Monday',
  frame: dayOf(),
  detection,
  attacks: [attackAt('Attack 1', 100, 119), attackAt('Attack 2', 300, 309)],
};

function partsOf(results: ReportParts['results']): ReportParts {
  return {
    title: 'x',
    created: 'today',
    clock: 'elapsed',
    results,
    data: [],
    run: [],
    settings: {},
  };
}

/** The blocks of one section. */
function blocksOf(key: string, parts: ReportParts, brief = false): readonly Block[] {
  const sections = buildSections({ report: createReport(parts), brief });
  return sections.find((section) => section.key === key)?.blocks ?? [];
}

/** A table as one record for each row, by the heading of its columns. */
function recordsOf(blocks: readonly Block[], n = 0): Record<string, string>[] {
  const table = blocks.filter((block) => block.kind === 'table')[n];
  return table.rows.map((cells) =>
    Object.fromEntries(cells.map((cell, c) => [table.columns[c], cell])),
  );
}

const parts = partsOf([detectorResult('PCA', [monday])]);

/** All lines of the tables of a section, by their name. */
function linesOf(blocks: readonly Block[]): Record<string, Record<string, string>> {
  const tables = blocks.filter((block) => block.kind === 'table').length;
  const lines = Array.from({ length: tables }, (_, n) => recordsOf(blocks, n)).flat();
  return Object.fromEntries(lines.map((line) => [line.Metric, line]));
}

test('puts the floors beside detectors, one line for each metric', () => {
  const lines = linesOf(blocksOf('detectors', parts));
  const cellsOf = (column: string) =>
    Object.fromEntries(Object.entries(lines).map(([metric, line]) => [metric, line[column]]));
  expect(cellsOf('PCA')).toMatchObject({
    'Attacks detected': '2 of 2', // fewer than one in forty turns of the alarms meet both as well
    'Detected by an earlier alarm': '1',
    'Median delay': '3 min †',
    Alarms: '3',
    'Time in alarm': '2 %', // 28 of 1,440 rows
    'False alarms per day, no recovery': '1.00',
    'Event F1, recovery 30 min': '0.800', // precision 2 of 3, recall 1
    'Attacked channel in top 3': '100 % †', // there are but two channels
    Precision: '0.286', // 8 of 28
    Recall: '0.267', // 8 of 30
  });
  expect(cellsOf('Floor: every row flagged')).toMatchObject({
    'Attacks detected': '2.0',
    Alarms: '1.0',
    'Time in alarm': '100 %',
    'Median delay': '–',
    Precision: '0.021',
    Recall: '1.000',
    AUROC: '0.500',
  });
  expect(cellsOf('Floor: no row flagged')).toMatchObject({ Alarms: '0.0', Precision: '–' });
  expect(cellsOf('Floor: same alarms at random times').Alarms).toMatch(
    /^3\.\d \(3\.0 to [34]\.0\)$/,
  );
  expect(cellsOf('Better')).toMatchObject({ Recall: '↑', MAR: '↓', Alarms: '' });
});

test('marks the best detector, and values that are no better than chance', () => {
  const blind = { ...monday, detection: detectionOf([600, 610]) };
  const both = partsOf([detectorResult('PCA', [monday]), detectorResult('Blind', [blind])]);
  const { Recall: recall, 'Share of attack rows': prevalence } = linesOf(
    blocksOf('detectors', both),
  );
  expect(recall.PCA).toMatch(/ ★$/);
  expect(recall.Blind).toBe('0.000 †');
  expect(prevalence.PCA).toBe('2 %'); // describes the data, not the detector
});

test('compares metrics of alarms with the same alarms at random times, those of rows with both floors', () => {
  // three of five attacks; random scores flag single rows in all of them, unlike the alarms elsewhere
  const starts = [100, 290, 640, 850, 1230];
  const attacks = starts.map((start, i) => attackAt(`Attack ${i + 1}`, start, start + 29));
  const found = detectionOf([100, 130], [290, 320], [640, 670]);
  const one = { ...monday, detection: found, attacks };
  const { evaluation } = detectorResult('PCA', [one]);
  const [randomScores] = evaluation.floors;
  expect(randomScores.metrics.detectedAttacks?.high).toBe(5);
  const lines = linesOf(blocksOf('detectors', partsOf([detectorResult('PCA', [one])])));
  expect(lines['Event recall'].PCA).not.toContain('†');
  expect(lines.Recall.PCA).not.toContain('†');

  const missed = { ...one, detection: detectionOf([200, 230], [390, 420], [740, 770]) };
  const blind = linesOf(blocksOf('detectors', partsOf([detectorResult('Blind', [missed])])));
  expect(blind['Event recall'].Blind).toContain('†');
  expect(blind.Recall.Blind).toContain('†');
});

test('says of a threshold that labels chose that it was chosen on labelled validation rows', () => {
  const threshold = { ...detection.threshold, sawLabels: 'validation', kind: 'youden' } as const;
  const chosen = { ...monday, detection: { ...detection, threshold } };
  const both = partsOf([detectorResult('PCA', [chosen]), detectorResult('Norm', [monday])]);
  const report = parseEvaluationReport(JSON.parse(JSON.stringify(createReport(both))));
  const thresholdSettings = [{ name: 'Smoothing', value: 'none' }];
  const texts = ['summary', 'threshold', 'detectors'].map((key) =>
    JSON.stringify(blocksOf(key, { ...both, diagnostics: { thresholdSettings } })),
  );
  expect(report.results[0].threshold.sawLabels).toBe('validation');
  expect(renderTerminal(report).join(' ')).toContain('chosen on labelled validation rows');
  expect(renderTerminal(report).join(' ')).not.toContain('without labels');
  for (const text of texts) expect(text).toMatch(/hosen on labelled validation rows|of labelled/);
  expect(texts[2]).toContain('thresholds of PCA.');
});

test('shows on the terminal only metrics that are meant for it, detectors as columns', () => {
  const names = recordsOf(blocksOf('detectors', parts, true)).map((row) => row['']);
  expect(names).toContain('Attacks detected');
  expect(names).toContain('F1');
  for (const hidden of ['Recall', 'Event F1, no recovery', 'Share of attack rows']) {
    expect(names).not.toContain(hidden);
  }
});

test('has no tables of rows where no attack row is known', () => {
  const normal = partsOf([detectorResult('PCA', [{ frame: dayOf(), detection }])]);
  expect(blocksOf('detectors', normal).filter(({ kind }) => kind === 'table')).toHaveLength(1); // alarms
});

test('says of an attack during an earlier alarm that it has no delay of its own', () => {
  const delays = recordsOf(blocksOf('attacks', parts)).map(({ Delay: delay }) => delay);
  expect(delays).toEqual(['earlier alarm', '3 min']);
});

test('says what is known about test rows that training used', () => {
  const factOf = (testRowUse?: ReportParts['testRowUse']) => {
    const [facts] = blocksOf('data', { ...parts, ...(testRowUse && { testRowUse }) });
    if (facts.kind !== 'facts') throw new Error('no facts');
    return facts.facts.find(({ name }) => name === 'Test rows used in training')?.value;
  };
  expect(factOf()).toBe('not checked');
  expect(factOf({ rows: 1440, training: 0, validation: 0 })).toBe(
    'none of 1,440 rows: scaler, windows, network and threshold used other rows',
  );
  expect(factOf({ rows: 1440, training: 1200, validation: 240 })).toBe(
    '1,440 of 1,440 rows: 1,200 trained on, 240 used for early stopping or the threshold',
  );
});

test('names the recording of alarms, attacks and attenuated errors where there are several', () => {
  const several = partsOf([detectorResult('PCA', [monday, { ...monday, name: 'Tuesday' }])]);
  for (const key of ['alarms', 'attacks', 'attenuated']) {
    expect(recordsOf(blocksOf(key, parts))[0]).not.toHaveProperty('Recording');
    const recordings = recordsOf(blocksOf(key, several)).map(({ Recording: name }) => name);
    expect([...new Set(recordings)]).toEqual(['Monday', 'Tuesday']);
  }
  expect(recordsOf(blocksOf('recordings', several))[1]).toMatchObject({
    Recording: 'Tuesday',
    Rows: '1,440',
    'Attacks detected': '2 of 2',
    'False, no recovery': '1',
  });
  expect(blocksOf('recordings', parts)).toEqual([]);
});

test('lists twelve alarms on the terminal, and counts the rest', () => {
  const alarms = Array.from({ length: 15 }, (_, i): [number, number] => [i * 50, i * 50 + 2]);
  const many = partsOf([detectorResult('PCA', [{ ...monday, detection: detectionOf(...alarms) }])]);
  const blocks = blocksOf('alarms', many, true);
  expect(recordsOf(blocks)).toHaveLength(12);
  expect(blocks[1]).toMatchObject({ text: '… and 3 more alarms, all in the report' });
});
