/**
 * All sections, in the order of the report. To add one: a file in this folder, a line here; from
 * outside the package, `registerSection`.
 */
import { ConfigError } from '@anodec/core';
import type { SectionContent } from '../document.js';
import { alarms } from './alarms.js';
import { alarmCharts } from './alarm-charts.js';
import { attacks } from './attacks.js';
import { audit } from './audit.js';
import { attenuated } from './attenuated.js';
import { checklist } from './checklist.js';
import { cost } from './cost.js';
import { curves } from './curves.js';
import { data } from './data.js';
import { detectors } from './detectors.js';
import { heatMap } from './heat-map.js';
import { labels } from './labels.js';
import { longestAttack } from './longest-attack.js';
import { metricDefinitions } from './metric-definitions.js';
import { ranges } from './ranges.js';
import { reconstruction } from './reconstruction.js';
import { recordings } from './recordings.js';
import { robustness } from './robustness.js';
import { run } from './run.js';
import type { ReportSection, SectionInput } from './section.js';
import { seeds } from './seeds.js';
import { sensitivity } from './sensitivity.js';
import { settings } from './settings.js';
import { split } from './split.js';
import { summary } from './summary.js';
import { threshold } from './threshold.js';
import { thresholdSlider } from './threshold-slider.js';
import { timeline } from './timeline.js';
import { traceless } from './traceless.js';
import { training } from './training.js';

const sections = new Map<string, ReportSection>();

for (const section of [
  summary,
  seeds,
  timeline,
  thresholdSlider,
  detectors,
  alarms,
  recordings,
  attacks,
  traceless,
  longestAttack,
  attenuated,
  curves,
  heatMap,
  alarmCharts,
  reconstruction,
  ranges,
  sensitivity,
  robustness,
  data,
  split,
  threshold,
  labels,
  training,
  cost,
  run,
  audit,
  checklist,
  metricDefinitions,
  settings,
]) {
  registerSection(section);
}

/**
 * Adds a section at the end of every report.
 *
 * @throws ConfigError when the key is taken
 */
export function registerSection(section: ReportSection): void {
  if (sections.has(section.key)) {
    throw new ConfigError(`The key of a section must be new, got ${section.key}, which is taken.`);
  }
  sections.set(section.key, section);
}

/** A section with its contents. */
export interface BuiltSection extends SectionContent {
  readonly key: string;
}

/** The sections of a report that have something to say, in order. */
export function buildSections(input: SectionInput): BuiltSection[] {
  const all = [...sections.values()].filter(
    ({ shown = 'everywhere' }) => shown === 'everywhere' || !input.brief,
  );
  const built = new Map<string, BuiltSection>();
  const build = (some: readonly ReportSection[]): void => {
    const shown = new Map([...built].map(([key, { heading = key }]) => [key, heading]));
    for (const section of some) {
      const content = section.build(input, shown);
      if (content && content.blocks.length > 0) {
        built.set(section.key, { key: section.key, ...content });
      }
    }
  };
  build(all.filter(({ last }) => !last));
  build(all.filter(({ last }) => last));
  return all.flatMap(({ key }) => built.get(key) ?? []);
}
