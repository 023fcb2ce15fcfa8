/** How the threshold was set: rule, settings, and the rows it saw. */
import type { Fact } from '../document.js';
import { contradictsThreshold } from '../audit-result.js';
import { formatCount } from '../format.js';
import type { ReportSection } from './section.js';

/** The rows of a threshold that labels chose. */
const CHOSEN = 'labelled validation rows';

export const threshold: ReportSection = {
  key: 'threshold',
  shown: 'report',
  build({ report: { audit, diagnostics, results } }) {
    const settings = diagnostics?.thresholdSettings;
    if (!settings) return null;
    const [{ threshold: used }] = results;
    const split = diagnostics.split;
    const normal = split?.drawnFromAll
      ? 'normal rows at the end of their recordings, which windows to train on were drawn from, too; no label'
      : 'normal rows held out from training; no label';
    const rows = used.sawLabels === false ? normal : CHOSEN;
    const facts: Fact[] = [
      { name: 'Rule', value: `${used.kind}: ${used.rule}` },
      ...(contradictsThreshold(audit)
        ? [{ name: 'Leakage audit', value: 'could not confirm rule, value and rows' }]
        : []),
      { name: 'Value', value: used.value.toPrecision(6) },
      { name: 'Set on', value: `${formatCount(used.scores, 'score')} of ${rows}` },
      ...settings,
      ...results.slice(1).map(({ name, threshold: { sawLabels, rule, value } }) => ({
        name,
        value: `${value.toPrecision(6)}: ${rule}${sawLabels === false ? '' : `; chosen on ${CHOSEN}`}`,
      })),
    ];
    return { heading: 'Threshold', blocks: [{ kind: 'facts', facts }] };
  },
};
