/** Which settings of the command line a chart takes: one that it would ignore is refused. */
import { checkUsedSettings } from '@anodec/core';
import { tablePlots } from '@anodec/explore';
import { type GivenSettings, runPlots } from '@anodec/pipeline';

/** Settings of every chart: which one, of what, and where it goes. */
const OF_ALL = ['what', 'of', 'recording', 'theme', 'out'];

/**
 * Checks what was given, before defaults are filled in.
 *
 * @param usual the chart that is drawn where none is named
 * @throws ConfigError when the chart does not use a setting
 */
export function checkChartSettings(given: GivenSettings, usual?: string): void {
  const own = given.plot ?? {};
  const what = own.what ?? usual;
  const plots: Readonly<Record<string, { readonly settings: readonly string[] }>> = {
    ...tablePlots,
    ...runPlots,
  };
  // an unknown chart is refused with the names of all when its settings are parsed
  if (typeof what !== 'string' || !Object.hasOwn(plots, what)) return;
  const chosen = Object.entries(own).filter(([name]) => !OF_ALL.includes(name));
  // a run knows how its tables were read
  const reading = Object.hasOwn(runPlots, what) ? given.reading : {};
  const asked = { ...Object.fromEntries(chosen), ...reading };
  checkUsedSettings(`The chart ${what}`, plots[what].settings, asked);
}
