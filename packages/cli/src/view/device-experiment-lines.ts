/** Results of experiments as a table for a terminal. */
import { SUMMARY_MEASURES, type SummaryRow, type SummaryValue } from '@anodec/devices';

const TITLES = { known: 'Known anomalies', wrong: 'Wrong class' } as const;

const HEADS = { auc: 'AUROC', f1: 'F1', precision: 'Precision', recall: 'Recall', fpr: 'FPR' };

/** A table for each kind of anomalous days; values are means, with deviations where there are several runs. */
export function experimentLines(rows: readonly SummaryRow[]): string[] {
  const width = Math.max(...rows.map(({ method }) => method.length), 0) + 2;
  return (['known', 'wrong'] as const).flatMap((anomalies) => {
    const own = rows.filter((row) => row.anomalies === anomalies);
    if (own.length === 0) return [];
    const head = SUMMARY_MEASURES.map((name) => HEADS[name].padStart(15)).join('');
    return [
      `  ${TITLES[anomalies].padEnd(width)}${head}`,
      ...own.map(({ method, values }) => {
        const cells = SUMMARY_MEASURES.map((name) => cell(values[name]).padStart(15));
        return `  ${method.padEnd(width)}${cells.join('')}`;
      }),
      ...bestLine(own),
    ];
  });
}

function cell({ mean, deviation, runs }: SummaryValue): string {
  if (runs === 0) return '–';
  return runs === 1 ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${deviation.toFixed(3)}`;
}

/** The method with the largest F1 at its own threshold, which saw no label. */
function bestLine(rows: readonly SummaryRow[]): string[] {
  const rated = rows.filter(({ values }) => values.f1.runs > 0);
  if (rated.length === 0) return [];
  const best = rated.reduce((a, b) => (b.values.f1.mean > a.values.f1.mean ? b : a));
  return [
    `  Best F1 at a threshold without labels: ${best.values.f1.mean.toFixed(3)}, ${best.method}`,
  ];
}
