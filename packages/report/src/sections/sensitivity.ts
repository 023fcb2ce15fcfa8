/** How far results depend on choices: what other settings would have come to, as ranges. */
import { type Block, tableBlock } from '../document.js';
import type { SensitivityGroup, VariantResult } from '../diagnostics.js';
import { formatCount, formatNumber, UNKNOWN } from '../format.js';
import type { ReportSection } from './section.js';

const NOTE =
  'The stored errors under other settings, nothing trained anew unless said otherwise: smallest to largest ' +
  'value of each metric over the choices. A wide range says that a result depends on its setting. No recovery ' +
  'after an attack is excused.';

export const sensitivity: ReportSection = {
  key: 'sensitivity',
  shown: 'report',
  build({ report: { diagnostics, results } }) {
    const groups = diagnostics?.sensitivity ?? [];
    if (groups.length === 0) return null;
    const per = results[0].evaluation.recorded.unit;
    return {
      heading: 'Sensitivity to settings',
      blocks: [
        { kind: 'note', text: NOTE },
        ...tableBlock({
          columns: [
            'Setting',
            'Choices',
            'F1',
            'Attacks detected',
            `False alarms per ${per}`,
            'How',
          ],
          valuesFrom: 1,
          valuesTo: 5,
          rows: groups.map(rangeRow),
        }),
        ...tableBlock({
          caption: 'Each choice',
          folded: true,
          columns: ['Setting', 'Choice', 'F1', 'Attacks detected', `False alarms per ${per}`],
          valuesFrom: 2,
          rows: groups.flatMap(variantRows),
        }),
        ...failures(groups),
      ],
    };
  },
};

function rangeRow({ what, how, variants }: SensitivityGroup): string[] {
  if (variants.length < 2) return [what, 'not measured', UNKNOWN, UNKNOWN, UNKNOWN, how];
  const [{ counts }] = variants;
  return [
    what,
    String(variants.length),
    rangeOf(variants, ({ f1 }) => f1, 3),
    `${rangeOf(variants, ({ detected }) => detected, 0)} of ${counts.attacks}`,
    rangeOf(variants, ({ falseAlarmRate }) => falseAlarmRate, 2),
    how,
  ];
}

/** Smallest to largest value; unknown where a choice has none. */
function rangeOf(
  variants: readonly VariantResult[],
  valueOf: (counts: VariantResult['counts']) => number | null,
  decimals: number,
): string {
  const values = variants.flatMap(({ counts }) => valueOf(counts) ?? []);
  if (values.length === 0) return UNKNOWN;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const text = formatNumber(low, decimals);
  return low === high ? text : `${text} to ${formatNumber(high, decimals)}`;
}

function variantRows({ what, variants }: SensitivityGroup): string[][] {
  return variants.map(({ name, chosen, counts }) => [
    what,
    chosen ? `${name} (in use)` : name,
    formatNumber(counts.f1),
    `${counts.detected} of ${counts.attacks}`,
    formatNumber(counts.falseAlarmRate, 2),
  ]);
}

function failures(groups: readonly SensitivityGroup[]): Block[] {
  const items = groups.flatMap(({ what, failed }) =>
    failed.map(({ name, reason }) => `${what}, ${name}: ${reason}`),
  );
  if (items.length === 0) return [];
  const text = `${formatCount(items.length, 'choice')} without a result:`;
  return [
    { kind: 'paragraph', text },
    { kind: 'list', items },
  ];
}
