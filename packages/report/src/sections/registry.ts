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
import { data } from './data.js';
import { detectors } from './detectors.js';
import { longestAttack } from './longest-attack.js';
import { metricDefinitions } from './metric-definitions.js';
import { recordings } from './recordings.js';
import { run } from './run.js';
import type { ReportSection, SectionInput } from './section.js';
import { seeds } from './seeds.js';
import { settings } from './settings.js';
import { summary } from './summary.js';
import { timeline } from './timeline.js';
import { traceless } from './traceless.js';
import { training } from './training.js';

const sections = new Map<string, ReportSection>();

for (const section of [
  summary,
  seeds,
  timeline,
  detectors,
  alarms,
  recordings,
  attacks,
  traceless,
  longestAttack,
  attenuated,
  training,
  alarmCharts,
  data,
  run,
  audit,
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
  return [...sections.values()]
    .filter(({ shown = 'everywhere' }) => shown === 'everywhere' || !input.brief)
    .flatMap(({ key, build }) => {
      const content = build(input);
      return content && content.blocks.length > 0 ? [{ key, ...content }] : [];
    });
}
