/** The profile of a training as a table. */
import { formatCount, formatDuration } from '@anodec/core';
import type { ProfileReport, ProfileRow } from '@anodec/model';
import { textTable } from '../view/text-table.js';

/** A table of the phases, with the rest of the loop, and one of the kernels; nothing where nothing was measured. */
export function profileLines({ seconds, phases, kernels }: ProfileReport): string[] {
  if (phases.length === 0) return [];
  const known = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  const rest: ProfileRow = { name: 'rest of the loop', calls: 1, seconds: seconds - known };
  const cells = ({ name, calls, seconds: own }: ProfileRow): string[] => [
    name,
    formatCount(calls),
    formatDuration(1000 * own),
    `${((100 * own) / seconds).toFixed(1)} %`,
    formatDuration((1000 * own) / calls),
  ];
  const phaseTable = textTable(
    [['phase', 'calls', 'time', 'share', 'a call'], ...[...phases, rest].map(cells)],
    [1, 2, 3, 4],
  );
  const kernelTable = textTable(
    [
      ['kernel', 'calls', 'time', 'share', 'a call', 'MB a call'],
      ...kernels.map((row) => [...cells(row), (row.bytes / row.calls / 1e6).toPrecision(3)]),
    ],
    [1, 2, 3, 4, 5],
  );
  const head = `Profile of ${formatDuration(1000 * seconds)} of training:`;
  const tables = kernels.length > 0 ? [...phaseTable, '', ...kernelTable] : phaseTable;
  return [head, ...tables.map((line) => (line === '' ? '' : `  ${line}`))];
}
