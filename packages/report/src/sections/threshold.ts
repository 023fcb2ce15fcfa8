/** How the threshold was set: rule, settings, and the rows it saw. */
import type { Fact } from '../document.js';
import { formatCount } from '../format.js';
import type { ReportSection } from './section.js';

export const threshold: ReportSection = {
  key: 'threshold',
  shown: 'report',
  build({ report: { diagnostics, results } }) {
    const settings = diagnostics?.thresholdSettings;
    if (!settings) return null;
    const [{ threshold: used }] = results;
    const split = diagnostics.split;
    const rows = split?.drawnFromAll
      ? 'normal rows at the end of their recordings, which windows to train on were drawn from, too'
      : 'normal rows held out from training';
    const facts: Fact[] = [
      { name: 'Rule', value: `${used.kind}: ${used.rule}` },
      { name: 'Value', value: used.value.toPrecision(6) },
      { name: 'Set on', value: `${formatCount(used.scores, 'score')} of ${rows}; no label` },
      ...settings,
      ...results.slice(1).map(({ name, threshold: { rule, value } }) => ({
        name,
        value: `${value.toPrecision(6)}: ${rule}`,
      })),
    ];
    return { heading: 'Threshold', blocks: [{ kind: 'facts', facts }] };
  },
};
