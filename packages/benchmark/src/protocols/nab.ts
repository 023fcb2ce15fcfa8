/** The protocol of the Numenta Anomaly Benchmark: its score under three profiles. */
import { attacksFromLabels, placeAttacks } from '@anodec/metrics';
import type { Measure } from '@anodec/pipeline';
import { bestNabScore, type NabWeights } from './nab-score.js';
import type { Protocol } from './protocol.js';

const SOURCE =
  'Lavin & Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms", ICMLA; github.com/numenta/NAB';

export const nab: Protocol = {
  title: 'NAB 2015: early detection within windows, three profiles',
  source: SOURCE,
  settings: {},
  does: [
    'The first 15 % of a series, of at most 5,000 rows, are learned from and not scored.',
    'The first row above the limit within a window earns by how early it is; rows outside windows cost. 100 is perfect, 0 finds nothing.',
    'The limit is the one with the best score under each profile: an ORACLE.',
  ],
  limits: [
    'NAB chooses one limit for all 58 series of a detector; here each data set has its own, so that values are upper bounds.',
    'Scores are those of the alarm policy, smoothed as it says.',
  ],
  measures: [
    measure('nabStandard', 'NAB, standard (ORACLE)', { hit: 1, falseRow: 0.11, miss: 1 }),
    measure('nabLowFp', 'NAB, few false (ORACLE)', { hit: 1, falseRow: 0.22, miss: 1 }),
    measure('nabLowFn', 'NAB, few missed (ORACLE)', { hit: 1, falseRow: 0.11, miss: 2 }),
  ],
};

function measure(key: string, title: string, weights: NabWeights): Measure {
  const { hit, falseRow, miss } = weights;
  return {
    key,
    title,
    description: `NAB score with weights of ${hit} for a hit, ${falseRow} for a row outside windows and ${miss} for a missed window, at the best limit, with the labels known.`,
    unit: 'number',
    higherIsBetter: true,
    source: SOURCE,
    compute: ({ tests }) =>
      bestNabScore(
        tests.map(({ frame, attacks, detection }) => ({
          scores: detection.score,
          windows: placeAttacks(frame, attacks ?? attacksFromLabels(frame)).map(({ rows }) => rows),
        })),
        weights,
      ),
  };
}
