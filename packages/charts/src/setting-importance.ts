/** How much of the differences between trials goes with each setting. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';

/** Data of the chart. */
export interface SettingImportanceParts {
  readonly title: string;
  /** The largest first; shares from 0 to 1. */
  readonly settings: readonly { readonly name: string; readonly share: number }[];
}

/** A bar for each setting. */
export function settingImportance({ title, settings }: SettingImportanceParts): ChartSpec {
  return chart({
    title,
    width: WIDTH - 240,
    height: { step: 22 },
    data: { values: [...settings] },
    mark: { type: 'bar', color: COLOURS.blue },
    encoding: {
      y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 220 } },
      x: {
        field: 'share',
        type: 'quantitative',
        title: 'Share of the variance between trials',
        scale: { domain: [0, 1] },
        axis: { format: '.0%' },
      },
      tooltip: [{ field: 'name' }, { field: 'share', format: '.3f' }],
    },
  });
}
