/**
 * The state of an optimiser as named arrays.
 *
 * A weight has its own name, and what the optimiser keeps for it is `OPTIMISER.SLOT.WEIGHT`. Where weights are
 * averaged, the name of the weight is that of its average, the one that a detector gets, and the weight itself is
 * `OPTIMISER.weight.WEIGHT`.
 */
import { ShapeError } from '@anodec/core';
import { tf, type WeightOptimizer } from '@anodec/kernels';
import type { ParameterShapes } from '../../parameter-set.js';
import type { ModelState, NamedArrays } from '../trainable.js';
import type { WeightAverage } from './averages.js';

/** What the state consists of. */
export interface OptimizerParts {
  readonly optimizer: WeightOptimizer;
  readonly shapes: ParameterShapes;
  readonly name: string;
  /** Absent where weights are not averaged. */
  readonly average?: WeightAverage;
}

/** Copies out everything that a step changes. */
export async function optimizerState(parts: OptimizerParts): Promise<ModelState> {
  const { optimizer, shapes, name, average } = parts;
  const names = Object.keys(shapes);
  const read = await Promise.all(names.map((weight) => optimizer.read(weight)));
  const all = (prefix: string, part: string): NamedArrays =>
    Object.fromEntries(
      names.map((weight, i) => [prefix + weight, { shape: shapes[weight], data: read[i][part] }]),
    );
  const kept = slotsOf(parts).map((slot) => all(`${name}.${slot}.`, slot));
  return {
    arrays: Object.assign(all('', 'weight'), ...kept, await averageArrays(parts)) as NamedArrays,
    counters: {
      [`${name}.steps`]: optimizer.steps,
      ...(average && { [`${name}.averages`]: average.count }),
    },
  };
}

/**
 * Puts back what `optimizerState` copied out.
 *
 * @throws ShapeError when an array is missing, of another length, or what another optimiser kept
 */
export function loadOptimizer(parts: OptimizerParts, { arrays, counters }: ModelState): void {
  const { optimizer, shapes, name, average } = parts;
  const slots = slotsOf(parts);
  checkSlots(arrays, slots, name);
  for (const [weight, shape] of Object.entries(shapes)) {
    const kept = slots.map((slot) => {
      return [slot, arrayOf(arrays, `${name}.${slot}.${weight}`, shape)] as const;
    });
    const own = arrayOf(arrays, weight, shape);
    optimizer.write(weight, { weight: own, ...Object.fromEntries(kept) });
  }
  optimizer.steps = counters[`${name}.steps`];
  const count = counters[`${name}.averages`] ?? 0;
  if (!average) return;
  const averaged = Object.entries(count > 0 ? shapes : {}).map(([weight, shape]) => {
    // a copy: the cpu backend keeps a reference to the array
    return [weight, tf.tensor(arrayOf(arrays, weight, shape).slice(), [...shape])] as const;
  });
  average.write(Object.fromEntries(averaged), count);
}

/** What has a name of its own beside the weight's; the weight itself where that is its average's. */
function slotsOf({ optimizer, average }: OptimizerParts): readonly string[] {
  return average ? ['weight', ...optimizer.slots] : optimizer.slots;
}

async function averageArrays({ shapes, average }: OptimizerParts): Promise<NamedArrays> {
  const entries = Object.entries(average?.tensors ?? {}).map(async ([weight, tensor]) => {
    const data = (await tensor.data<'float32'>()).slice();
    return [weight, { shape: shapes[weight], data }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Refuses what another optimiser kept, which would be lost. */
function checkSlots(arrays: NamedArrays, slots: readonly string[], name: string): void {
  const prefix = `${name}.`;
  const other = Object.keys(arrays).find((array) => {
    return array.startsWith(prefix) && !slots.includes(array.slice(prefix.length).split('.')[0]);
  });
  if (other === undefined) return;
  throw new ShapeError(
    `The optimiser must keep ${slots.join(', ') || 'nothing'} for each weight, got ${other}. Resume ` +
      'with the settings of the run that wrote the checkpoint.',
  );
}

function arrayOf(arrays: NamedArrays, name: string, shape: readonly number[]): Float32Array {
  const length = shape.reduce((size, dim) => size * dim, 1);
  const data = arrays[name]?.data;
  if (data?.length === length) return data;
  throw new ShapeError(
    `${name} must have ${shape.join(' × ')} values, got ${data?.length ?? 'none'}. Resume with the ` +
      'settings of the run that wrote the checkpoint.',
  );
}
