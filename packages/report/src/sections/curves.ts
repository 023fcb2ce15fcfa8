/** ROC and precision-recall curves, and where the threshold in use lies on them. */
import type { Block } from '../document.js';
import { formatNumber } from '../format.js';
import type { ReportSection } from './section.js';

export const curves: ReportSection = {
  key: 'curves',
  shown: 'report',
  build({ report: { diagnostics }, charts }) {
    const found = diagnostics?.curves;
    if (!found) return null;
    const { operating } = found;
    const chart: Block[] = (charts?.curves ?? []).map((one) => ({ kind: 'chart', ...one }));
    const text = operating
      ? `At the threshold in use: false-positive rate ${formatNumber(operating.falsePositiveRate)}, ` +
        `recall ${formatNumber(operating.recall)}, precision ${formatNumber(operating.precision)}, row by row.`
      : 'No row with a known label lies above the threshold in use.';
    return {
      heading: 'ROC and precision-recall curves',
      blocks: [...chart, { kind: 'paragraph', text }],
    };
  },
};
