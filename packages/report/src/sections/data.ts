/** What the data are, which rows count, and whether training used any of them. */
import type { Evaluation } from '@anodec/eval';
import type { Fact } from '../document.js';
import { formatCount, formatInteger } from '../format.js';
import type { TestRowUse } from '../report.js';
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
    ],
  }),
};

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
