/** Times over row numbers. */
import { timesOverRows } from '@anodec/charts';
import { DataError } from '@anodec/core';
import type { TablePlot } from './table-plot.js';

export const times: TablePlot = {
  summary: 'times over row number, of the table and of the attack list',
  settings: [],
  async draw({ columns, list }) {
    const { source, clock, times: rows } = await columns();
    if (clock !== 'utc') {
      throw new DataError(
        `Rows must have timestamps to be drawn over the row number, but ${source} has none.`,
      );
    }
    const listed = [...list.attacks, ...list.withoutImpact].sort(byNumber);
    const starts = Float64Array.from(listed, ({ start }) => start);
    return timesOverRows('Times over row number', [
      { title: source, times: rows },
      ...(starts.length > 0 ? [{ title: 'attack list', times: starts }] : []),
    ]);
  },
};

/** Order of the list; a wrong year must not change it. */
function byNumber(a: { readonly name: string }, b: { readonly name: string }): number {
  return Number(a.name.replace(/\D/g, '')) - Number(b.name.replace(/\D/g, ''));
}
