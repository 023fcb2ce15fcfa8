/**
 * What a report of a detector has to show, and where this one shows it. Whether it does follows from the
 * sections that have contents, not from what this file says.
 *
 * Source: the demands of Wu & Keogh 2021, Kim et al. 2022, Garg et al. 2021 and QuoVadis 2024 taken together.
 */
import { failedShare } from '../audit-result.js';
import type { Check, SectionContent } from '../document.js';
import type { EvaluationReport } from '../report.js';
import type { ReportSection } from './section.js';

/** A demand on the report. */
interface Demand {
  readonly title: string;
  /** Sections that meet it, all of them. */
  readonly sections: readonly string[];
  /** Sections that meet it where the data have something to show. */
  readonly also?: readonly string[];
  /** What else must hold; true where the report holds it. */
  readonly holds?: (report: EvaluationReport) => boolean;
  /** What was measured and did not hold; undefined where nothing is known against it. */
  readonly failed?: (report: EvaluationReport) => string | undefined;
  /** How to measure it where it is missing; RUN stands for the run. */
  readonly remedy: string;
}

const EVALUATE = 'evaluate the run again: anodec evaluate RUN';
const NO_ATTACK = 'needs test rows with known attacks';

/** The demands in their usual order. */
const DEMANDS: readonly Demand[] = [
  {
    title: 'Data: files, hashes, rows, channels, repairs',
    sections: ['data'],
    holds: ({ diagnostics }) => (diagnostics?.recordings?.length ?? 0) > 0,
    remedy: EVALUATE,
  },
  {
    title: 'Split: borders, purge, and that no test row was learned from',
    sections: ['split'],
    holds: ({ testRowUse }) => testRowUse !== undefined,
    remedy: EVALUATE,
  },
  {
    title: 'Threshold: rule, settings, the rows it saw',
    sections: ['threshold'],
    remedy: EVALUATE,
  },
  { title: 'Metric panel for every detector', sections: ['detectors'], remedy: EVALUATE },
  {
    title: 'Floors and baselines in the same table',
    sections: ['detectors'],
    holds: ({ results }) => results.length > 1 && results[0].evaluation.floors.length > 0,
    remedy: 'train with baselines, on test rows with known attacks',
  },
  {
    title: 'Several seeds, and a paired test',
    sections: ['seeds'],
    remedy: 'train with several seeds: anodec train --seeds 5',
  },
  { title: 'Attack by attack', sections: ['attacks'], remedy: NO_ATTACK },
  {
    title: 'With and without the longest attack, and attacks without an effect',
    sections: ['longestAttack'],
    also: ['traceless'],
    remedy: 'needs test rows with at least two known attacks',
  },
  { title: 'What a range check of single channels finds', sections: ['ranges'], remedy: EVALUATE },
  {
    title: 'Sensitivity to threshold, normalisation and window',
    sections: ['sensitivity'],
    also: ['thresholdSlider'],
    holds: ({ diagnostics }) => (diagnostics?.sensitivity?.length ?? 0) > 1,
    remedy: EVALUATE,
  },
  {
    title: 'Robustness to disturbed sensors',
    sections: ['robustness'],
    remedy: 'score disturbed rows: anodec evaluate RUN --robustness',
  },
  {
    title: 'Leakage audit',
    sections: ['audit'],
    failed: ({ audit }) => failedShare(audit),
    remedy: 'audit the run: anodec audit RUN',
  },
  { title: 'Cost: time, speed, memory, size, machine', sections: ['cost'], remedy: EVALUATE },
  {
    title: 'Settings, seed, code version, environment, data hash, command',
    sections: ['run', 'settings'],
    holds: ({ run }) => run.some(({ name }) => name === 'Command'),
    remedy: 'train anew: the run was made before commands were recorded',
  },
  {
    title: 'Labels: what is doubtful, and how it was treated',
    sections: ['labels'],
    remedy: EVALUATE,
  },
];

export const checklist: ReportSection = {
  key: 'checklist',
  shown: 'report',
  last: true,
  build: ({ report }, shown): SectionContent => ({
    heading: 'Checklist',
    blocks: [{ kind: 'checks', checks: DEMANDS.map((demand) => checkOf(demand, report, shown)) }],
  }),
};

function checkOf(
  { title, sections, also = [], holds = () => true, failed, remedy }: Demand,
  report: EvaluationReport,
  shown: ReadonlyMap<string, string>,
): Check {
  const isMet = sections.every((key) => shown.has(key)) && holds(report);
  if (!isMet)
    return { title, missing: remedy.replace('RUN', report.diagnostics?.runName ?? 'RUN') };
  const linked = [...sections, ...also].flatMap((key) => {
    const heading = shown.get(key);
    return heading === undefined ? [] : [{ key, heading }];
  });
  const against = failed?.(report);
  return { title, sections: linked, ...(against !== undefined && { failed: against }) };
}
