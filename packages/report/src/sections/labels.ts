/** What is doubtful about the labels, and how it was treated. */
import type { CleaningNote } from '../diagnostics.js';
import { formatCount, formatList } from '../format.js';
import type { EvaluationReport } from '../report.js';
import type { ReportSection } from './section.js';

export const labels: ReportSection = {
  key: 'labels',
  shown: 'report',
  build({ report }) {
    const cleaning = report.diagnostics?.cleaning;
    if (!cleaning) return null;
    const noted = cleaning.filter(({ about }) => about === 'labels');
    const items = [sourceSentence(report), ...noted.map(noteLine), ...restSentences(report)];
    return { heading: 'Labels', blocks: [{ kind: 'list', items }] };
  },
};

function noteLine({ source, text }: CleaningNote): string {
  return `${source}: ${text}.`;
}

function sourceSentence({ results }: EvaluationReport): string {
  const [{ evaluation }] = results;
  const sources = {
    list: 'Attacks come from a list of attacks; row-by-row metrics follow the labels of the rows where there are some.',
    labels:
      'Attacks are the runs of rows that are labelled as attack; which channels they act on is not known.',
    nothing: 'Nothing is known about attacks.',
  };
  return sources[evaluation.knownFrom];
}

/** What the evaluation did with labels it could not use. */
function restSentences({ results }: EvaluationReport): string[] {
  const [{ evaluation }] = results;
  const { unknownLabelRows, traceless, outside } = evaluation;
  const names = traceless.map(({ attack }) => attack.name);
  return [
    ...(unknownLabelRows > 0
      ? [
          `${formatCount(unknownLabelRows, 'row has', 'rows have')} an unknown label: metrics do not count ${unknownLabelRows === 1 ? 'it' : 'them'}, and an alarm on nothing but such rows is neither true nor false.`,
        ]
      : ['Every test row has a known label.']),
    ...(names.length > 0
      ? [
          `${formatList(names)}: known to have had no effect; not counted as missed, and an alarm during one is not false.`,
        ]
      : []),
    ...(outside.length > 0 ? [`${formatList(outside)}: outside every test recording.`] : []),
  ];
}
