/**
 * Searching the settings of detectors, classical ones and networks alike, without labels: by anomalies that are injected
 * into blocks which were not learned from, or by the validation loss of a network. No test row is read.
 */
import { ConfigError } from '@anodec/core';
import {
  BaselinesConfig,
  DetectorConfig,
  type GivenSettings,
  LoggingConfig,
  parseSections,
  withDatasetDefaults,
  withWindowSize,
} from '@anodec/pipeline';
import type { Point, Space, TaskContext } from '@anodec/tune';
import { judgedByMetric } from './injected-anomalies.js';
import { judgeByInjection } from './judge-by-injection.js';
import { judgeByValidationLoss } from './judge-by-validation-loss.js';
import { createNormalReader } from './normal-reader.js';
import { givenAt, withPoint } from './point-settings.js';
import type { Judged, SearchTask } from './search-task.js';
import { triedSections as sections } from './tried-detector.js';
import { namesOfKind } from './usual-names.js';

/** Groups of a training that do not matter here. */
const UNUSED = parseSections({ baselines: BaselinesConfig, logging: LoggingConfig }, {});

/** What is worth varying in networks, of their many settings. */
const OF_NETWORKS = ['hiddenSize', 'embeddingSize', 'windowSize', 'learningRate', 'cell'];

/** Settings that change what the validation loss measures, so that losses could not be compared. */
const CHANGES_LOSS = /^preprocess\.|^detector\.(kind|loss\w*|linearPath|windowSize)$/;

export const detectorTask: SearchTask<typeof sections> = {
  title: 'detectors',
  sections,
  searched: ['preprocess', 'detector', 'alarmPolicy'],

  usualNames(given) {
    const kind = kindOf(given);
    if (kind === 'autoencoder') return OF_NETWORKS.map((name) => `detector.${name}`);
    const names = namesOfKind({ detector: DetectorConfig }, 'detector', kind);
    if (names.length > 0) return names;
    throw new ConfigError(
      `The detector must have settings to vary, got ${kind}, which has none. Name several kinds, such as ` +
        'space "detector=pca|knn", or vary other settings.',
    );
  },

  judgedBy(given, space) {
    const { criterion } = parseSections(sections, withDatasetDefaults(given));
    return criterion.criterion === 'injected' ? judgedByMetric(criterion) : byLoss(given, space);
  },

  async open(given, { seed, listeners = {} }) {
    const readNormal = createNormalReader();
    await readNormal(parseSections(sections, withDatasetDefaults(given))); // so that missing data are reported at once
    return {
      async evaluate(point: Point, context: TaskContext) {
        const settings = parseSections(sections, withDatasetDefaults(withPoint(given, point)));
        const normal = await readNormal(settings);
        const judge =
          settings.criterion.criterion === 'injected' ? judgeByInjection : judgeByValidationLoss;
        const sized = withWindowSize({ ...settings, ...UNUSED }, normal);
        return judge({
          settings: { ...settings, detector: sized.detector },
          normal,
          seed,
          listeners,
          context,
        });
      },
    };
  },
};

function kindOf(given: GivenSettings): string {
  const kind = givenAt(given, 'detector.kind');
  return typeof kind === 'string' ? kind : DetectorConfig.parse({}).kind;
}

function byLoss(given: GivenSettings, space: Space): Judged {
  const kind = kindOf(given);
  if (kind !== 'autoencoder') {
    throw new ConfigError(
      `\`criterion\` validation-loss must come with a detector that trains by epochs, got ${kind}. Take injected.`,
    );
  }
  const wrong = space.find(({ name }) => CHANGES_LOSS.test(name));
  if (!wrong) return { measure: 'validation loss', direction: 'minimise' };
  throw new ConfigError(
    `The search space must leave ${wrong.name} alone with \`criterion\` validation-loss, as losses could not be compared. ` +
      'Take injected, or leave the setting out.',
  );
}
