/** The parts of a training, each timed; their results stay the same. */
import type { Callback } from './callback.js';
import type { Phase, Profile } from './profile.js';
import type { BatchSource, Sized, Trainable } from './trainable.js';

/** A model whose steps and validations are measured. */
export function profiledModel<Batch extends Sized>(
  model: Trainable<Batch>,
  profile: Profile,
): Trainable<Batch> {
  return timed(model, profile, {
    step: 'forward, backward, optimiser',
    loss: 'validation',
    state: 'checkpoints',
  });
}

/** A source of batches whose gathering is measured. */
export function profiledBatches<Batch extends Sized>(
  batches: BatchSource<Batch>,
  profile: Profile,
): BatchSource<Batch> {
  return {
    stepsPerEpoch: batches.stepsPerEpoch,
    train: (epoch, fromStep) => gathered(batches.train(epoch, fromStep), profile),
    valid: () => gathered(batches.valid(), profile),
  };
}

/** A callback whose hooks are measured, those that save for a resume as checkpoints. */
export function profiledCallback(callback: Callback, profile: Profile): Callback {
  const hooks = Object.keys(callback).filter((name) => name.startsWith('on'));
  return timed(
    callback,
    profile,
    Object.fromEntries(hooks.map((hook) => [hook, phaseOf(hook)] as const)),
  );
}

function phaseOf(hook: string): Phase {
  return hook.endsWith('Save') ? 'checkpoints' : 'callbacks and logging';
}

function* gathered<Batch>(batches: Iterable<Batch>, profile: Profile): Generator<Batch> {
  const iterator = batches[Symbol.iterator]();
  for (;;) {
    const next = profile.time('gather batches', () => iterator.next());
    if (next.done) return;
    yield next.value;
  }
}

/** The same object with some of its functions measured; the others keep their `this`. */
function timed<Target extends object>(
  target: Target,
  profile: Profile,
  phases: Readonly<Record<string, Phase>>,
): Target {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name);
      const phase = typeof name === 'string' ? phases[name] : undefined;
      if (typeof value !== 'function') return value;
      const bound = (...args: unknown[]): unknown => Reflect.apply(value, target, args);
      return phase === undefined
        ? bound
        : (...args: unknown[]) => profile.time(phase, () => bound(...args));
    },
  });
}
