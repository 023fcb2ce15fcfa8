/** Attacks that changed nothing that was recorded. */
import { tableBlock } from '../document.js';
import { attackTable } from './attack-table.js';
import type { ReportSection } from './section.js';

const NOTE =
  'They changed nothing that was recorded. They do not count as missed, and an alarm during one is not false.';

export const traceless: ReportSection = {
  key: 'traceless',
  shown: 'report',
  build({ report: { results, clock } }) {
    const attacks = results[0].evaluation.traceless;
    if (attacks.length === 0) return null;
    return {
      heading: 'Attacks known to have had no effect',
      blocks: [{ kind: 'note', text: NOTE }, ...tableBlock(attackTable(attacks, clock))],
    };
  },
};
