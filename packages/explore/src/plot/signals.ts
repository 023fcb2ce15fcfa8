/** Signals of a table one above the other, with known attacks. */
import { stackedSignals } from '@anodec/charts';
import {
  createFrame,
  parseDuration,
  readingsOf,
  rowsOfDay,
  selectChannels,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import { chooseOffset, defaultSignals, surveyNumbers } from '@anodec/data';
import { resampleFrame } from '@anodec/preprocess';
import type { ColumnTable } from '../inspect/columns.js';
import { knownAttacks } from './known-attacks.js';
import type { TablePlot } from './table-plot.js';

export const signals: TablePlot = {
  summary: 'signals one above the other, with attacks as bars',
  settings: ['signals', 'day', 'interval', 'attacks'],
  async draw({ columns, list, config, zoomable }) {
    const table = await columns();
    const { day, interval, attacks, signals: names = defaultSignals(table.channels) } = config;
    const whole = frameOf(table, names);
    const days = sliceFrame(whole, rowsOfDay(whole, day, table.source));
    const averages = interval !== 'none' && whole.clock !== 'rows';
    const frame = averages ? resampleFrame(days, parseDuration(interval)) : days;
    const spans = attacks ? knownAttacks(days, list) : [];
    return stackedSignals({
      clock: frame.clock,
      timestamps: frame.timestamps,
      signals: names.map((name, c) => ({ name, values: readingsOf(frame, c) })),
      ...(spans.length > 0 && { attacks: spans }),
      title: `${names.join(', ')}${averages && frame !== days ? `, averages over ${interval}` : ''}${day === 'all' ? '' : `, ${day}`}`,
      zoomable,
    });
  },
};

/** The channels to draw. @throws DataError when the rows are not in order */
function frameOf(columns: ColumnTable, names: readonly string[]): TimeSeriesFrame {
  const { rows, clock, times, labels, channels } = columns;
  const C = names.length;
  const values = new Float32Array(rows * C);
  const offsets = new Float64Array(C);
  const wanted = selectChannels(createFrame({ values: new Float32Array(0), channels }), names);
  for (const [c, name] of wanted.channels.entries()) {
    const column = columns.column(channels.indexOf(name));
    offsets[c] = chooseOffset([{ column: surveyNumbers(name, column), normal: true }]);
    for (let t = 0; t < rows; t++) values[t * C + c] = column[t] - offsets[c];
  }
  return createFrame({
    values,
    channels: names,
    offsets,
    timestamps: times,
    clock,
    ...(labels && { labels }),
  });
}
