/** Attacks that changed nothing that was recorded. */
import type { Evaluation } from '@anodec/metrics';
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
      blocks: [
        { kind: 'note', text: NOTE },
        { kind: 'paragraph', text: countsWith(results[0].evaluation) },
        ...tableBlock(attackTable(attacks, clock)),
      ],
    };
  },
};

/** Attacks detected, these counted and not. */
function countsWith({ events: [{ attacks, caught }], traceless: without }: Evaluation): string {
  const detected = without.filter((one) => one.caught).length;
  return (
    `Attacks detected: ${caught} of ${attacks} without them, ` +
    `${caught + detected} of ${attacks + without.length} with them.`
  );
}
