/** What the data are, which rows count, and whether training used any of them. */
import type { Evaluation } from '@anodec/metrics';
import { type Block, type Fact, tableBlock } from '../document.js';
import { formatCount, formatInteger, formatTimestamp, UNKNOWN } from '../format.js';
import type { EvaluationReport, TestRowUse } from '../report.js';
import type { ReportSection } from './section.js';

export const data: ReportSection = {
  key: 'data',
  shown: 'report',
  build: ({ report }) => ({
    heading: 'Data',
    blocks: [
      {
        kind: 'facts',
        facts: [
          ...report.data,
          { name: 'Test rows used in training', value: describeUse(report.testRowUse) },
          ...rowFacts(report.results[0].evaluation),
        ],
      },
      ...recordingTable(report),
      ...cleaningTable(report),
    ],
  }),
};

/** The stored recordings by their content. */
function recordingTable({ diagnostics, clock }: EvaluationReport): Block[] {
  return tableBlock({
    caption: 'Recordings as they are stored after cleaning',
    columns: ['Recording', 'Use', 'Rows', 'Channels', 'First', 'Last', 'SHA-256'],
    rows: (diagnostics?.recordings ?? []).map((one) => [
      one.source,
      one.role === 'normal' ? 'normal operation' : 'test',
      formatInteger(one.rows),
      formatInteger(one.channels),
      one.from === null ? UNKNOWN : formatTimestamp(one.from, clock),
      one.to === null ? UNKNOWN : formatTimestamp(one.to, clock),
      one.sha256,
    ]),
  });
}

/** What cleaning found and changed; findings about labels have a section of their own. */
function cleaningTable({ diagnostics }: EvaluationReport): Block[] {
  const notes = (diagnostics?.cleaning ?? []).filter(({ about }) => about !== 'labels');
  return tableBlock({
    caption: 'What cleaning found, changed or left out',
    columns: ['Recording', 'About', 'Finding'],
    rows: notes.map(({ source, about, warning, text }) => [
      source,
      about,
      warning ? `Warning: ${text}` : text,
    ]),
  });
}

function describeUse(use: TestRowUse | undefined): string {
  if (!use) return 'not checked';
  const { rows, training, validation } = use;
  if (training + validation === 0) {
    return `none of ${formatCount(rows, 'row')}: scaler, windows, network and threshold used other rows`;
  }
  return `${formatInteger(training + validation)} of ${formatCount(rows, 'row')}: ${formatInteger(training)} trained on, ${formatInteger(validation)} used for early stopping or the threshold`;
}

/** Rows that were scored and rows that metrics count. */
function rowFacts(evaluation: Evaluation): Fact[] {
  const { rows, scoredRows, unscored, unknownLabelRows, evaluatedRows } = evaluation;
  return [
    {
      name: 'Test rows with a score',
      value: `${formatInteger(scoredRows)} of ${formatInteger(rows)}`,
    },
    ...unscored.map(({ reason, rows: n }) => ({
      name: 'Test rows without a score',
      value: `${formatInteger(n)}: ${reason}`,
    })),
    ...(unknownLabelRows > 0
      ? [{ name: 'Test rows with an unknown label', value: formatInteger(unknownLabelRows) }]
      : []),
    { name: 'Test rows that row-by-row metrics count', value: formatInteger(evaluatedRows) },
  ];
}
