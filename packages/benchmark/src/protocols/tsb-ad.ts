/** The protocol of TSB-AD: metrics of the ranking, VUS-PR first. */
import type { Protocol } from './protocol.js';

export const tsbAd: Protocol = {
  title: 'TSB-AD 2024: VUS-PR, without a limit',
  source:
    'Liu & Paparrizos 2024, "The Elephant in the Room: Towards a Reliable Time-Series Anomaly Detection Benchmark", NeurIPS; github.com/TheDatumOrg/TSB-AD',
  settings: {},
  does: [
    'Scores are compared by VUS-PR, then VUS-ROC, AUPRC and AUROC, none of which needs a limit; F1 is the best of any limit, an ORACLE.',
  ],
  limits: [
    'The tolerance around attacks grows from 0 to 100 rows; TSB-AD takes the period of each series as the largest.',
    'Detectors and their settings are this program’s, on data sets of your folder, not the 1,070 curated series.',
  ],
  measures: [],
  shown: ['vusPr', 'vusRoc', 'auprc', 'auroc', 'bestF1'],
};
