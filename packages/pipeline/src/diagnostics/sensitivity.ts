/** How far results depend on settings: other alarm policies on the stored errors, nothing trained anew. */
import {
  checkStopped,
  createPause,
  formatDuration,
  isUserError,
  type Listeners,
  parseDuration,
  withProgress,
} from '@anodec/core';
import { type AlarmCounts, type ThresholdStep } from '@anodec/metrics';
import { type AlarmPolicyConfig, normalisations, smoothings, type Span } from '@anodec/eval';
import type { SensitivityGroup } from '@anodec/report';
import { createTailTrial, type PolicyTrial, tryPolicy } from './tried-policy.js';

/** Parts of the threshold that the range covers, steps of the slider. */
const FACTORS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** A choice of settings to try. */
interface Choice {
  readonly name: string;
  readonly config: AlarmPolicyConfig;
  readonly chosen: boolean;
}

/** A setting, its choices, and what counts the alarms of one. */
interface Setting {
  readonly what: string;
  readonly how: string;
  readonly choices: readonly Choice[];
  readonly count: (config: AlarmPolicyConfig) => AlarmCounts;
}

/** The results over the choices of threshold, normalisation, smoothing and merge gap. */
export async function measureSensitivity(
  trial: PolicyTrial,
  sweep: readonly ThresholdStep[],
  { signal, progress }: Listeners = {},
): Promise<SensitivityGroup[]> {
  const settings = settingsToTry(trial);
  const total = settings.reduce((sum, { choices }) => sum + choices.length, 0);
  const task = { label: 'Trying other settings', total, unit: 'choices' };
  const tried = await withProgress(progress, task, async (update) => {
    const pause = createPause();
    const groups: SensitivityGroup[] = [];
    let done = 0;
    for (const { what, how, choices, count } of settings) {
      const group: SensitivityGroup = { what, how, variants: [], failed: [] };
      for (const choice of choices) {
        await pause();
        checkStopped(signal, 'trying other settings');
        tryChoice(group, choice, count);
        update(++done);
      }
      groups.push(group);
    }
    return groups;
  });
  return sweep.length > 0 ? [thresholdGroup(sweep), ...tried] : tried;
}

/** Adds the result of a choice to its group, or the reason why there is none. */
function tryChoice(
  group: SensitivityGroup,
  { name, config, chosen }: Choice,
  count: Setting['count'],
): void {
  try {
    group.variants.push({ name, chosen, counts: count(config) });
  } catch (error) {
    if (!isUserError(error)) throw error;
    group.failed.push({ name, reason: error.message });
  }
}

function settingsToTry(trial: PolicyTrial): Setting[] {
  const { config, norms } = trial.fitted;
  const tail = createTailTrial(trial);
  const how = 'threshold set anew on the stored errors of held-out rows';
  return [
    ...(norms.length > 0
      ? [
          {
            what: 'Normalisation of errors',
            how: 'policy fitted anew to the stored errors of normal rows',
            choices: normalisationChoices(config),
            count: (other: AlarmPolicyConfig) => tryPolicy(other, trial),
          },
        ]
      : []),
    { what: 'Smoothing', how, choices: smoothingChoices(config), count: tail },
    { what: 'Merge gap of alarms', how, choices: mergeGapChoices(config), count: tail },
  ];
}

function thresholdGroup(sweep: readonly ThresholdStep[]): SensitivityGroup {
  const variants = FACTORS.flatMap((part) => {
    const step = sweep.find(({ factor }) => factor === part);
    if (!step) return [];
    const { factor, threshold: _, ...counts } = step;
    return [{ name: `× ${factor}`, chosen: factor === 1, counts }];
  });
  return { what: 'Threshold', how: 'the threshold in use times 0.5 to 2', variants, failed: [] };
}

/** The variant in use, and the others with their defaults. */
function normalisationChoices(config: AlarmPolicyConfig): Choice[] {
  return normalisations.kinds().map((kind) => {
    const chosen = kind === config.normalisation.kind;
    const normalisation = chosen ? config.normalisation : normalisations.schema.parse({ kind });
    return { name: kind, config: { ...config, normalisation }, chosen };
  });
}

/** The variant in use, with half and twice its window, and the others with their defaults. */
function smoothingChoices(config: AlarmPolicyConfig): Choice[] {
  const { smoothing: used } = config;
  return smoothings.kinds().flatMap((kind): Choice[] => {
    if (kind !== used.kind) {
      const smoothing = smoothings.schema.parse({ kind });
      return [{ name: kind, config: { ...config, smoothing }, chosen: false }];
    }
    if (!('over' in used)) return [{ name: kind, config, chosen: true }];
    const { over } = used;
    return [0.5, 1, 2].map((factor) => {
      const scaled = scaleSpan(over, factor);
      const smoothing = smoothings.schema.parse({ ...used, over: scaled });
      const name = `${kind} over ${nameOf(scaled)}`;
      return { name, config: { ...config, smoothing }, chosen: factor === 1 };
    });
  });
}

/** No gap, half the one in use, itself, and two and four times as much. */
function mergeGapChoices(config: AlarmPolicyConfig): Choice[] {
  const { mergeGap } = config.alarms;
  return [0, 0.5, 1, 2, 4].map((factor) => {
    const scaled = scaleSpan(mergeGap, factor);
    const alarms = { ...config.alarms, mergeGap: scaled };
    return { name: nameOf(scaled), config: { ...config, alarms }, chosen: factor === 1 };
  });
}

function nameOf(span: Span): string {
  if (typeof span !== 'number') return formatDuration(parseDuration(span));
  return span === 0 ? 'none' : `${span} ${span === 1 ? 'row' : 'rows'}`;
}

/** A stretch times a factor: rows stay rows, durations become seconds. */
function scaleSpan(span: Span, factor: number): Span {
  if (factor === 1) return span;
  if (factor === 0) return 0;
  if (typeof span === 'number') return Math.round(span * factor);
  return `${(parseDuration(span) * factor) / 1000}s`;
}
