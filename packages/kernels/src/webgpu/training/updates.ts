/** The steps of the optimisers on `webgpu`, one dispatch a weight; the arithmetic is that of `training/rules`. */
import type { tf } from '../../tensorflow.js';
import { composedUpdates } from '../../training/composed-updates.js';
import type { TrainingKernels } from '../../training/kernel.js';
import type { NormClip } from '../../training/update.js';
import { webgpuEngine } from '../engine.js';
import { overwriteElements, runElements } from './shaders.js';

/** Storage buffers of a shader that every adapter supports. */
const MOST_BUFFERS = 8;

/** The part of the kernels that changes weights. */
export const updates: Pick<TrainingKernels, 'adam' | 'sgd' | 'rmsprop'> = {
  adam(tensors, gradient, clip, coefficients) {
    const { beta1, beta2 } = coefficients;
    const update = {
      name: 'adam',
      // in single precision, 1 − β would have lost digits
      numbers: { ...coefficients, fresh1: 1 - beta1, fresh2: 1 - beta2 },
      statements: `
  let m = u.beta1 * first[i] + u.fresh1 * g;
  let v = u.beta2 * second[i] + u.fresh2 * g * g;
  ${tensors.largest ? 'let most = max(largest[i], v); largestNext[i] = most;' : 'let most = v;'}
  firstNext[i] = m;
  secondNext[i] = v;
  weightNext[i] = u.kept * weight[i] - (u.rate * m) / (sqrt(most) / u.correction + u.epsilon);`,
    };
    return (
      run(update, tensors, gradient, clip) ??
      composedUpdates.adam(tensors, gradient, clip, coefficients)
    );
  },

  sgd(tensors, gradient, clip, coefficients) {
    const { nesterov, ...numbers } = coefficients;
    const update = {
      name: 'sgd',
      numbers,
      statements: `
  ${tensors.velocity ? 'let v = u.momentum * velocity[i] + g; velocityNext[i] = v;' : 'let v = g;'}
  weightNext[i] = weight[i] - u.rate * ${nesterov ? '(g + u.momentum * v)' : 'v'};`,
    };
    return (
      run(update, tensors, gradient, clip) ??
      composedUpdates.sgd(tensors, gradient, clip, coefficients)
    );
  },

  rmsprop(tensors, gradient, clip, coefficients) {
    const { mean, velocity } = tensors;
    const update = {
      name: 'rmsprop',
      numbers: { ...coefficients, fresh: 1 - coefficients.alpha },
      statements: `
  let s = u.alpha * square[i] + u.fresh * g * g;
  squareNext[i] = s;
  var variance = s;
  ${mean ? 'let m = mean[i] + u.fresh * (g - mean[i]); meanNext[i] = m; variance = max(0.0, s - m * m);' : ''}
  var change = g / (sqrt(variance) + u.epsilon);
  ${velocity ? 'change += u.momentum * velocity[i]; velocityNext[i] = change;' : ''}
  weightNext[i] = weight[i] - u.rate * change;`,
    };
    return (
      run(update, tensors, gradient, clip) ??
      composedUpdates.rmsprop(tensors, gradient, clip, coefficients)
    );
  },
};

interface Update {
  readonly name: string;
  /** With `decay`, the share of the weight that is added to the gradient. */
  readonly numbers: Readonly<Record<string, number>> & { readonly decay: number };
  /** From the gradient `g` and the tensors at `i` to those of the same names with `Next`. */
  readonly statements: string;
}

/** One step in one dispatch; undefined where it needs more buffers than an adapter guarantees. */
function run<Tensors extends { readonly weight: tf.Tensor }>(
  { name, numbers, statements }: Update,
  tensors: Tensors,
  gradient: tf.Tensor,
  { norm, limit }: NormClip,
): Tensors | undefined {
  const present = Object.entries(tensors as Readonly<Record<string, tf.Tensor | undefined>>);
  const kept = Object.fromEntries(
    present.filter((entry): entry is [string, tf.Tensor] => entry[1] !== undefined),
  );
  const names = Object.keys(kept);
  const given = { gradient, ...(limit > 0 && { norm }) };
  const step = {
    name,
    numbers: { ...numbers, limit },
    statements: `
  var g = gradient[i];
  ${limit > 0 ? 'if (norm[0] > u.limit) { g *= u.limit / (norm[0] + 1e-6); }' : ''}
  g += u.decay * weight[i];
  ${statements}`,
  };
  if (Object.values(kept).every(isAlone)) {
    const inPlace = { ...step, statements: step.statements.replaceAll('Next[', '[') };
    overwriteElements({ ...inPlace, read: given, overwritten: kept }, tensors.weight);
    return tensors;
  }
  if (names.length + Object.keys(given).length + names.length > MOST_BUFFERS) return undefined;
  const read = { ...kept, ...given };
  const written = names.map((key) => `${key}Next`);
  const next = runElements({ ...step, read, written }, tensors.weight);
  return Object.fromEntries(names.map((key) => [key, next[`${key}Next`]])) as unknown as Tensors;
}

/** Whether no other tensor shares the values, so that they can be overwritten and a recorded step finds them again. */
function isAlone({ dataId }: tf.Tensor): boolean {
  return webgpuEngine().tensorMap.get(dataId).refCount === 1;
}
