/** `anodec data inject`. */
import { formatCount, formatTimestamp, frameLength } from '@anodec/core';
import { injectIntoDataSet, PathsConfig } from '@anodec/pipeline';
import { InjectConfig } from '@anodec/simulator';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';
import { textTable } from '../view/text-table.js';

const TargetConfig = z.strictObject({
  as: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, "_", "-" and "."')
    .optional()
    .describe('Name of the new data set (default: that of the old one + _injected)'),
});

export const dataInject = defineCommand({
  sections: { inject: InjectConfig, target: TargetConfig, paths: PathsConfig },
  examples: [
    ['anodec data inject', 'twelve anomalies in the last 30 % of the normal rows'],
    ['anodec data inject --kinds drift freeze --size 2', 'faint anomalies of two kinds'],
  ],
  async run({ inject, target, paths }, context) {
    const name = target.as ?? `${paths.dataset}_injected`;
    const { frame, attacks, path, normalRows } = await injectIntoDataSet(paths, name, inject);
    const timeOf = (time: number): string => formatTimestamp(time, frame.clock);
    const lines = attacks.map((attack) => [
      `  ${attack.name}`,
      timeOf(attack.start),
      timeOf(attack.end),
      attack.action ?? '',
    ]);
    for (const line of textTable(lines)) context.print(line);
    context.print(
      `${path}: ${formatCount(normalRows)} normal rows, ` +
        `${formatCount(frameLength(frame))} test rows with ${attacks.length} anomalies`,
    );
    context.print(`Next: npx anodec train${hintFlags({ ...paths, dataset: name })}`);
  },
});
