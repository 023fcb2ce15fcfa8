/** Charts of days with made-up data. */
import { createRandom } from '@anodec/core';
import { activationMap } from '../activation-map.js';
import { dayCurves } from '../day-curves.js';
import { groupScatter } from '../group-scatter.js';
import { scoreHistograms } from '../score-histograms.js';
import type { GalleryChart } from './gallery.js';

const random = createRandom(9);
const day = Float32Array.from({ length: 120 }, (_, slot) =>
  slot > 90 && slot < 115 ? 30 + random.normal() : 0,
);

/** The charts of days. */
export const dayGallery: readonly GalleryChart[] = [
  {
    name: 'dayCurves',
    spec: dayCurves({
      title: '20.04.01',
      y: 'Power',
      highest: 40,
      curves: [
        { name: 'real', values: day },
        { name: 'generated', values: day.map((value) => 0.9 * value) },
      ],
    }),
    texts: ['20.04.01', 'Hour of the day', 'generated', '24'],
  },
  {
    name: 'activationMap',
    spec: activationMap({
      title: 'Mean output of d_conv1',
      rows: ['20.04.01', '20.04.02'],
      rowTitle: 'Day',
      columns: 60,
      values: Array.from({ length: 120 }, (_, i) => Math.sin(i / 9)),
      across: 'hours',
    }),
    texts: ['Mean output of d_conv1', 'Hour of the day', '20.04.02', 'Output of the layer'],
  },
  {
    name: 'groupScatter',
    spec: groupScatter({
      title: 'Days by type',
      points: Array.from({ length: 160 }, (_, i) => random.normal() + (i >> 1) / 20),
      groups: ['monday', 'saturday', 'holiday'],
      groupOf: Array.from({ length: 80 }, (_, n) => n % 3),
    }),
    texts: ['Days by type', 'saturday', 'holiday'],
  },
  {
    name: 'scoreHistograms',
    spec: scoreHistograms({
      title: 'Scores of normal and of anomalous days',
      groups: [
        { name: 'normal', scores: Array.from({ length: 80 }, () => Math.exp(random.normal())) },
        {
          name: 'anomalous',
          scores: Array.from({ length: 40 }, () => Math.exp(1 + random.normal())),
        },
      ],
      threshold: 1.87,
    }),
    texts: ['Scores of normal', 'anomalous', 'Share of the days'],
  },
];
