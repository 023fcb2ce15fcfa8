/** That a run is one of several seeds, and where their common report is. */
import { UNKNOWN } from '../format.js';
import type { ReportSection } from './section.js';

export const seeds: ReportSection = {
  key: 'seeds',
  build({ report, brief }) {
    const { seeds: facts } = report;
    if (!facts) return null;
    const { group, own, seeds: all } = facts;
    const text =
      `This run is one of ${all.length} that differ in their seed alone (${own ?? UNKNOWN} of ` +
      `${all[0].seed} to ${all[all.length - 1].seed}). Its results are those of one draw; mean and ` +
      `spread are in the report of ${group}.`;
    if (brief) return { blocks: [{ kind: 'paragraph', text }] };
    const rows = all.map(({ seed, run }) => ({
      name: `Seed ${seed}`,
      value: run ?? 'not trained',
    }));
    const href = `../${group}/report.html`;
    const page = { name: 'Report of all seeds', value: group, href };
    return {
      heading: 'Seeds',
      blocks: [
        { kind: 'paragraph', text },
        { kind: 'facts', facts: [page, ...rows] },
      ],
    };
  },
};
