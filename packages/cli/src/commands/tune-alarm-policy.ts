/** `anodec tune alarm-policy`. */
import { type GivenSettings, mergeSettings, openRun } from '@anodec/pipeline';
import { searchSections, searchTasks } from '@anodec/search';
import { defineCommand } from '../command.js';
import { resumedOr, searchAndPrint } from '../tune/run-search-command.js';
import { pointFlags } from '../tune/search-lines.js';

export const tuneAlarmPolicy = defineCommand({
  details:
    'Nothing is trained: each trial fits a policy to the errors of rows that the run held out, and is judged by anomalies ' +
    'that are injected into the others of them. No row of the test recordings is read. Settings that are not varied are those of the run.',
  sections: { ...searchSections, ...searchTasks['alarm-policy'].sections },
  common: [
    'space',
    'space-file',
    'trials',
    'study',
    'resume',
    'workers',
    'engine',
    'sampler',
    'metric',
    'folds',
    'logs',
  ],
  complete: (given) => resumedOr(given, withPolicyOfRun),
  examples: [
    ['anodec tune alarm-policy 3', 'normalisation, pooling and smoothing of run 3'],
    [
      'anodec tune alarm-policy --space "threshold=quantile,threshold.quantile=0.9..0.999,smoothing=none|mean"',
      'threshold and smoothing of the last run',
    ],
  ],
  async run(settings, context) {
    const { best } = await searchAndPrint('alarm-policy', settings, context);
    if (!best) return;
    context.print(
      `Next: train with${pointFlags(best.point)}, or with --config ${settings.search.study}/best.json`,
    );
  },
});

/** Given settings over the policy of the run. */
async function withPolicyOfRun(given: GivenSettings): Promise<GivenSettings> {
  const { run, logs } = searchTasks['alarm-policy'].sections.choice.parse(given.choice ?? {}) as {
    readonly run: string;
    readonly logs: string;
  };
  const { settings } = await openRun(run, { logs });
  return mergeSettings({ alarmPolicy: settings.alarmPolicy }, given);
}
