/** `anodec plausibility plot`. */
import { join } from 'node:path';
import { THEMES } from '@anodec/charts';
import { writeChart } from '@anodec/pipeline';
import {
  mapRange,
  messageMap,
  openClassifier,
  readPrepared,
  TablesConfig,
} from '@anodec/plausibility';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { FORMAT_HELP } from '../explore/chart-output.js';

export const plausibilityPlot = defineCommand({
  details: `Triangles are unique messages, circles duplicates, squares malicious ones. ${FORMAT_HELP}`,
  sections: {
    plot: z.strictObject({
      folder: TablesConfig.shape.folder,
      classifier: z
        .string()
        .optional()
        .describe('Exported classifier whose accepted sizes are drawn for each class'),
      range: z
        .array(z.number())
        .optional()
        .describe(
          'Part that is shown, in mm: width from and to, length from and to (default: all)',
        ),
      steps: z.int().min(2).max(1000).default(100).describe('Cells of the mesh along each axis'),
      theme: z.enum(THEMES).default('light').describe('Colours of the chart, on white or on dark'),
      out: z
        .string()
        .optional()
        .describe('File of the chart (default: messages.svg in the folder)'),
    }),
  },
  examples: [
    ['anodec plausibility plot', 'all messages, in messages.svg'],
    [
      'anodec plausibility plot --classifier data/plausibility/classifier.json --range 1000 2500 2000 6000 --out cars.png',
      'what the classifier accepts, around cars',
    ],
  ],
  async run({ plot }, { print }) {
    const { folder, classifier, range, steps, theme } = plot;
    const messages = await readPrepared(folder);
    const plausibility = classifier === undefined ? undefined : await openClassifier(classifier);
    const spec = messageMap(messages, {
      ...(plausibility && { title: 'Sizes that the classifier accepts' }),
      ...(range && { range: mapRange(range) }),
      plausibility,
      steps,
    });
    const out = plot.out ?? join(folder, 'messages.svg');
    await writeChart(out, spec, theme);
    print(`${String(spec.title)} → ${out}`);
  },
});
