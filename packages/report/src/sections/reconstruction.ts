/** Recorded and expected readings of any channel over any stretch of time. */
import type { ReportSection } from './section.js';

const NOTE =
  'Choose a channel, and an attack or an alarm to go to. Of rows that are too many to draw, the one with the ' +
  'largest difference stands for those beside it.';

export const reconstruction: ReportSection = {
  key: 'reconstruction',
  shown: 'report',
  build({ charts }) {
    const widgets = charts?.signals ?? [];
    if (widgets.length === 0) return null;
    return {
      heading: 'Recorded and expected readings',
      blocks: [
        { kind: 'note', text: NOTE },
        ...widgets.map((widget) => ({ kind: 'widget', ...widget }) as const),
      ],
    };
  },
};
