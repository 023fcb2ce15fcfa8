import { frameLength, formatTimestamp } from '@anodec/core';
import { InjectConfig } from '@anodec/simulator';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { injectIntoDataSet, PathsConfig } from '@anodec/pipeline';
import { textTable } from '../view/text-table.js';

const TargetConfig = z.strictObject({
  as: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, "_", "-" and "."')
    .optional()
    .describe('Name of the new data set; by default the old one and _injected'),
});

export const dataInject = defineCommand({
  summary: 'Spoil the last rows of normal operation, to try a detector without a recorded attack',
  sections: { inject: InjectConfig, target: TargetConfig, paths: PathsConfig },
  examples: [
    ['anodec data inject', 'twelve anomalies in the last 30 % of the normal rows'],
    [
      'anodec data inject --kinds drift freeze --size 2',
      'faint ones; then anodec train, score, evaluate',
    ],
  ],
  async run({ inject, target, paths }, context) {
    const name = target.as ?? `${paths.dataset}_injected`;
    const { frame, attacks, path, normalRows } = await injectIntoDataSet(paths, name, inject);
    const moment = (time: number): string => formatTimestamp(time, frame.clock);
    const lines = attacks.map((attack) => [
      `  ${attack.name}`,
      moment(attack.start),
      moment(attack.end),
      attack.action ?? '',
    ]);
    for (const line of textTable(lines)) context.print(line);
    context.print(
      `${path}: ${normalRows.toLocaleString('en')} normal rows, ` +
        `${frameLength(frame).toLocaleString('en')} with ${attacks.length} anomalies. ` +
        `Next: npx anodec train --dataset ${name}`,
    );
  },
});
