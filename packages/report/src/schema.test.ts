/** Reports that come from files: what is read, what is refused, and what the reader is to do. */
import { DataError, UNKNOWN_LABEL } from '@anodec/core';
import { expect, test } from 'vitest';
import { attackAt, dayOf, detectionOf, T } from './evaluation.fixture.js';
import { createReport, detectorResult } from './report.js';
import { renderJson } from './render/json.js';
import { parseEvaluationReport } from './schema.js';

/** A report with everything that a report can hold. */
function fullReport() {
  const labels = new Uint8Array(T).fill(1, 100, 120).fill(UNKNOWN_LABEL, 1000);
  const detection = {
    ...detectionOf([105, 130], [900, 910]),
    attenuated: [{ channel: 'a', start: 0, end: 1, rows: 2, attenuation: 0.5 }],
  };
  detection.score.fill(NaN, 0, 30);
  const attacks = [{ ...attackAt('Attack 1', 100, 119), action: 'close a valve' }];
  const one = { frame: dayOf(labels), detection, attacks, unscored: [{ reason: 'gap', rows: 5 }] };
  const two = { frame: dayOf(), detection, attacks: [attackAt('Attack 2', 5, 9, false)] };
  return createReport({
    title: 'x',
    created: 'today',
    clock: 'elapsed',
    results: [detectorResult('PCA', [one, two]), detectorResult('Norm', [one])],
    drifted: [{ channel: 'a', start: 5 }],
    testRowUse: { rows: 10, training: 0, validation: 0 },
    data: [{ name: 'File', value: 'a.csv' }],
    run: [],
    settings: { seed: 42 },
  });
}

function fromFile(report: object): unknown {
  return JSON.parse(JSON.stringify(report));
}

test('reads back all that a report can hold', () => {
  const report = fullReport();
  expect(parseEvaluationReport(fromFile(renderJson(report)))).toEqual(report);
});

test('knows a report that was written before there were versions', () => {
  const { formatVersion: _version, ...old } = fullReport();
  const read = () => parseEvaluationReport(fromFile(old), 'version_0/report.json');
  expect(read).toThrow(DataError);
  expect(read).toThrow(
    'version_0/report.json must have format version 2, got a report of an earlier version of anodec without one. Evaluate the run again.',
  );
});

test('refuses another version, other contents, and a report with a fault by its name', () => {
  const later = { ...fullReport(), formatVersion: 3 };
  expect(() => parseEvaluationReport(later)).toThrow('must have format version 2, got 3.');
  for (const other of [{ a: 1 }, null, 'report', []]) {
    expect(() => parseEvaluationReport(other, 'x.json')).toThrow(
      'x.json must be an evaluation report, got other contents.',
    );
  }
  const report = fromFile(fullReport()) as { results: { name?: unknown }[] };
  report.results[1].name = 7;
  expect(() => parseEvaluationReport(report)).toThrow('got a fault at results.1.name:');
  expect(() => parseEvaluationReport({ ...fullReport(), results: [] })).toThrow('results');
});
