/** `anodec plausibility predict`. */
import { openClassifier } from '@anodec/plausibility';
import { z } from 'zod';
import { defineCommand } from '../command.js';

/** What is said of a message without its last word, which is missing wherever one is. */
const GIVEN = { error: 'width must be given, as in anodec plausibility predict car 5000 2000' };

export const plausibilityPredict = defineCommand({
  sections: {
    message: z.strictObject({
      class: z.string().describe('Class of the message: car, human or moto'),
      length: z.number().describe('Length in mm'),
      width: z.number(GIVEN).describe('Width in mm'),
    }),
    file: z.strictObject({
      classifier: z
        .string()
        .default('data/plausibility/classifier.json')
        .describe('Exported classifier'),
      score: z.boolean().default(false).describe('Print how malicious the message is, too'),
    }),
  },
  examples: [
    ['anodec plausibility predict car 5000 2000', 'a large car'],
    ['anodec plausibility predict moto 6000 1000 --score', 'a motorcycle of six metres'],
  ],
  async run({ message, file }, { print }) {
    const { classify, score } = await openClassifier(file.classifier);
    const { class: kind, length, width } = message;
    const verdict = classify(kind, length, width);
    if (!file.score) {
      print(verdict);
      return;
    }
    const { value, isProbability } = score(kind, length, width);
    const of = isProbability ? 'probability of malicious' : 'decision, positive for malicious';
    print(`${verdict}  ${value.toFixed(4)} (${of})`);
  },
});
