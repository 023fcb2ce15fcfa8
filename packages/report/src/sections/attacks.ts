/** Every attack with an effect: detected or not, how soon, how much of it, by which channels. */
import { tableBlock } from '../document.js';
import { attackTable } from './attack-table.js';
import type { ReportSection } from './section.js';

export const attacks: ReportSection = {
  key: 'attacks',
  shown: 'report',
  build: ({ report: { results, clock } }) => ({
    heading: 'Attacks',
    blocks: tableBlock(attackTable(results[0].evaluation.attacks, clock)),
  }),
};
