/** Which rows were learned from, held out and tested, and whether a row was used twice. */
import type { Block } from '../document.js';
import type { RowSpan, SplitResult } from '../diagnostics.js';
import { formatCount, formatInteger, formatShare, formatTimestamp } from '../format.js';
import type { EvaluationReport } from '../report.js';
import type { ReportSection } from './section.js';

export const split: ReportSection = {
  key: 'split',
  shown: 'report',
  build({ report }) {
    const found = report.diagnostics?.split;
    if (!found) return null;
    const items = [testSentence(found, report), purgeSentence(found), ...learningSentences(found)];
    return { heading: 'Split', blocks: [spanTable(found, report), { kind: 'list', items }] };
  },
};

function spanTable(
  { training, validation, test }: SplitResult,
  { clock }: EvaluationReport,
): Block {
  const rowsOf = (use: string, spans: readonly RowSpan[]): string[][] =>
    spans.map(({ source, from, to, rows }) => [
      use,
      source,
      formatTimestamp(from, clock),
      formatTimestamp(to, clock),
      formatInteger(rows),
    ]);
  return {
    kind: 'table',
    columns: ['Rows', 'Recording', 'First', 'Last', 'Number'],
    rows: [
      ...rowsOf('trained on', training),
      ...rowsOf('held out', validation),
      ...rowsOf('tested', test),
    ],
  };
}

/** Whether scaler, windows or threshold met a test row, as the rows themselves were compared. */
function testSentence({ test }: SplitResult, { testRowUse: use, clock }: EvaluationReport): string {
  if (!use) return 'Whether a test row was used in training was not checked.';
  const compared = `${formatCount(use.rows, 'test row')} of ${formatCount(test.length, 'recording')}`;
  const how = clock === 'utc' ? 'time and readings' : 'runs of readings, times being relative,';
  const { training, validation } = use;
  if (training === 0 && validation === 0) {
    return (
      `Of ${compared}, compared by ${how} with every normal row, none is among the rows that ` +
      'scaler, windows and network learned from, and none among those held out for the threshold.'
    );
  }
  return (
    `Test rows were used: of ${compared}, scaler, windows and network learned from ` +
    `${formatInteger(training)}, and ${formatInteger(validation)} were held out for the threshold.`
  );
}

function purgeSentence({ training, validation, purge, windowSize }: SplitResult): string {
  const [trained, held] = [rowsIn(training), rowsIn(validation)];
  const enough =
    purge >= windowSize - 1
      ? 'so no window has rows of both'
      : `fewer than windowSize − 1 = ${windowSize - 1}: windows at the border share rows`;
  return (
    `${formatShare(held / (trained + held))} of the normal rows are held out; between them and the rows ` +
    `trained on, ${formatCount(purge, 'row belongs', 'rows belong')} to neither, ${enough}.`
  );
}

function rowsIn(spans: readonly RowSpan[]): number {
  return spans.reduce((sum, { rows }) => sum + rows, 0);
}

function learningSentences({ drawnFromAll, normalisation }: SplitResult): string[] {
  const learned = {
    all: 'The normalisation of errors learned from rows trained on and from held-out rows alike.',
    training: 'The normalisation of errors learned from rows trained on only.',
  };
  return [
    ...(drawnFromAll
      ? [
          'Windows to train on were drawn from all normal rows, the held-out ones among them: the threshold is ' +
            'set on rows that were trained on.',
        ]
      : []),
    ...(normalisation === null ? [] : [learned[normalisation]]),
  ];
}
