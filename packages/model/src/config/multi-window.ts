/** Settings of several autoencoders at once, one for each window length. */
import { z } from 'zod';
import { AutoencoderConfig } from '../config.js';

const { windowSize: _, ...shape } = AutoencoderConfig.shape;

/** The settings of the autoencoder, with several window lengths in place of one. */
export const MultiWindowConfig = z
  .strictObject({
    windowSizes: z
      .array(z.int().min(1))
      .min(2)
      .default([10, 20, 60])
      .describe('Window lengths in rows, a network for each'),
    ...shape,
  })
  .refine(({ windowSizes }) => new Set(windowSizes).size === windowSizes.length, {
    path: ['windowSizes'],
    error: 'windowSizes must differ from each other',
  })
  .superRefine(({ windowSizes, ...settings }, context) => {
    // a registry may have added a key of its own
    const known = Object.entries(settings).filter(([name]) => name in shape);
    for (const windowSize of windowSizes) {
      const { error } = AutoencoderConfig.safeParse({ ...Object.fromEntries(known), windowSize });
      if (!error) continue;
      for (const { path, message } of error.issues) {
        context.addIssue({ code: 'custom', path: [...path], message });
      }
      return; // the others would say the same
    }
  });

export type MultiWindowConfig = z.output<typeof MultiWindowConfig>;
