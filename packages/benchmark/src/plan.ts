/** What a benchmark will run: checked settings, the data sets and the detectors. */
import { ConfigError, lookup } from '@anodec/core';
import { findSeries, type Series, type SeriesSettings } from '@anodec/data';
import { type GivenSettings, mergeSettings, parseSections } from '@anodec/pipeline';
import { parseWordValues } from '@anodec/tables';
import { type BenchmarkConfig, benchmarkSections, type BenchmarkSettings } from './config.js';
import { type Contender, contendersOf } from './contenders.js';
import { injectedSeries } from './injected-series.js';
import { keyOf } from './key.js';
import type { Protocol } from './protocols/protocol.js';
import { protocols } from './protocols/registry.js';

/** What will run. */
export interface BenchmarkPlan {
  readonly settings: BenchmarkSettings;
  readonly series: readonly Series[];
  readonly contenders: readonly Contender[];
  /** Number of cells: data sets times detectors with their seeds. */
  readonly cells: number;
  readonly protocol?: Protocol;
}

/**
 * Checks settings and finds the data sets.
 *
 * @throws ConfigError when a setting is unknown, or contradicts the protocol
 * @throws DataError when the folder holds no data set
 */
export async function planBenchmark(given: GivenSettings): Promise<BenchmarkPlan> {
  const { settings, protocol } = settingsOf(given);
  const { folder, only } = settings.benchmark;
  const contenders = contendersOf(settings);
  if (protocol) checkSquared(contenders);
  const found = await findSeries(folder, readingOf(settings.benchmark));
  const chosen = chosenSeries(found, only);
  const { injection } = settings;
  const series = injection.injected ? chosen.map((one) => injectedSeries(one, injection)) : chosen;
  const runs = contenders.reduce((sum, { seeds }) => sum + seeds.length, 0);
  return {
    settings,
    series,
    contenders,
    cells: series.length * runs,
    ...(protocol && { protocol }),
  };
}

/**
 * The settings with those that their protocol fixes; the same where they have none.
 *
 * @throws ConfigError when a given setting is one that the protocol fixes otherwise
 */
export function withProtocol(given: GivenSettings): GivenSettings {
  const name = given.benchmark?.protocol;
  if (typeof name !== 'string') return given;
  const protocol = lookup('protocol', protocols, name);
  checkFree(given, protocol, name);
  return mergeSettings(given, protocol.settings);
}

function settingsOf(given: GivenSettings): Pick<BenchmarkPlan, 'settings' | 'protocol'> {
  const settings = parseSections(benchmarkSections, withProtocol(given));
  const { protocol: name } = settings.benchmark;
  if (name === undefined) return { settings };
  return { settings, protocol: protocols[name] };
}

/** How the files of the folder are read. @throws ConfigError when the words of states are not numbered */
function readingOf({ period, wordValues, ...others }: BenchmarkConfig): SeriesSettings {
  const { missingWords, exclude, timeColumn } = others;
  return {
    ...(period !== undefined && { period }),
    tables: {
      ...(exclude && { exclude }),
      ...(timeColumn !== undefined && { timeColumn }),
      ...(missingWords && { missingWords }),
      ...(wordValues !== undefined && { wordValues: parseWordValues(wordValues) }),
    },
  };
}

/** @throws ConfigError when a detector scores by absolute errors */
function checkSquared(contenders: readonly Contender[]): void {
  const absolute = contenders.find(({ options }) => options.scoreError === 'absolute');
  if (!absolute) return;
  throw new ConfigError(
    `\`scoreError\` of ${absolute.name} must be squared in a protocol, which takes the roots itself, got ` +
      'absolute. Leave it out.',
  );
}

function checkFree(given: GivenSettings, protocol: Protocol, name: string): void {
  for (const [group, fixed] of Object.entries(protocol.settings)) {
    const setting = Object.keys(fixed).find(
      (key) => given[group]?.[key] !== undefined && keyOf(given[group][key]) !== keyOf(fixed[key]),
    );
    if (setting === undefined) continue;
    throw new ConfigError(
      `\`${setting}\` must be ${JSON.stringify(fixed[setting])} in the protocol ${name}, got ` +
        `${JSON.stringify(given[group][setting])}. Leave it out, or run without a protocol.`,
    );
  }
}

/** @throws ConfigError when no series has one of the names */
function chosenSeries(found: readonly Series[], only: readonly string[]): readonly Series[] {
  const patterns = only.flatMap((names) => names.split(',')).map((name) => name.trim());
  if (patterns.length === 0) return found;
  const chosen = found.filter(({ name }) => patterns.some((pattern) => matches(pattern, name)));
  if (chosen.length > 0) return chosen;
  const names = found.map(({ name }) => name).join(', ');
  throw new ConfigError(
    `\`only\` must name a data set of the folder, got ${patterns.join(', ')}. There are: ${names}.`,
  );
}

/** Whether a name, with or without its folder, is what the pattern says. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`);
  return whole.test(name) || whole.test(name.slice(name.lastIndexOf('/') + 1));
}
