/** A `Peer` that runs the models of `models.ts` on a backend of this package. */
import { useBackend } from '../../backend.js';
import { tf } from '../../tensorflow.js';
import { answerLines } from './answer-lines.js';
import { createTimedModel } from './models.js';
import type { KernelsOptions } from './peer.js';

const { backend, ...options } = JSON.parse(process.argv[2]) as KernelsOptions;
const { name, reason } = await useBackend(backend, options);

await answerLines(async (model) => {
  tf.disposeVariables();
  return { timed: createTimedModel(model), about: `${name}: ${reason}` };
});
