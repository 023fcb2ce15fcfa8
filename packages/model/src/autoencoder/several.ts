/** Several autoencoders that train as one model: a step is one step of each, on windows of its own length. */
import type { DetectorState, TimeSeriesFrame } from '@anodec/core';
import { asComputed, startCompute } from '../compute.js';
import type { AutoencoderConfig } from '../config.js';
import type { MultiWindowConfig } from '../config/multi-window.js';
import type { ParameterSet } from '../parameter-set.js';
import type {
  BatchSource,
  ModelState,
  NamedArrays,
  NamedValues,
  Trainable,
} from '../training/trainable.js';
import { fit } from '../training/trainer.js';
import { createWindowBatches, type WindowBatch } from './batches.js';
import { createTrainable, type TrainableModel } from './model.js';
import { computeCounters, type TrainOptions } from './train.js';

/** One network of several. */
export interface MemberNetwork {
  /** What the names of its weights begin with, such as `w20.`. */
  readonly prefix: string;
  readonly config: AutoencoderConfig;
  /** The weights to begin with. */
  readonly parameters: ParameterSet;
}

/** A batch of windows of each length. */
export interface SeveralBatch {
  readonly size: number;
  readonly members: readonly WindowBatch[];
}

/** The outcome of a training. */
export interface TrainedSeveral {
  /** The weights of the best epoch, under the names of their members. */
  readonly arrays: NamedArrays;
  /** The settings, with the backend that really computed. */
  readonly config: MultiWindowConfig;
}

/**
 * Trains all networks together, so that one checkpoint holds all of them and the best epoch is that of their
 * mean loss.
 *
 * @param describe makes the state of the detector from its settings and arrays
 */
export async function trainSeveral(
  requested: MultiWindowConfig,
  members: readonly MemberNetwork[],
  recordings: readonly TimeSeriesFrame[],
  describe: (config: MultiWindowConfig, arrays: NamedArrays) => DetectorState,
  options: TrainOptions,
): Promise<TrainedSeveral> {
  const { channels } = recordings[0];
  const sources = members.map(({ config }) =>
    createWindowBatches(config, recordings, options.validation),
  );
  const backend = await startCompute(requested);
  const config = asComputed(requested, backend);
  const models = members.map((member) =>
    createTrainable(asComputed(member.config, backend), member.parameters, channels),
  );
  const prefixes = members.map(({ prefix }) => prefix);
  const model = combine(models, prefixes, (arrays) =>
    describe(config, { ...pickMembers(arrays, members), ...options.fixed }),
  );
  const start = {
    config,
    parameters: members.reduce((sum, { parameters }) => sum + parameters.flat.length, 0),
    trainWindows: sources.reduce((sum, { trainWindows }) => sum + trainWindows, 0),
    validWindows: sources.reduce((sum, { validWindows }) => sum + validWindows, 0),
    stepsPerEpoch: Math.min(...sources.map(({ stepsPerEpoch }) => stepsPerEpoch)),
    backend,
  };
  const batches = combineBatches(sources);
  try {
    const { detector } = await fit(model, batches, config, {
      ...options,
      start,
      ...computeCounters,
    });
    return { arrays: detector.arrays, config };
  } finally {
    for (const member of models) member.dispose();
  }
}

/** Batches of all sources side by side, as many as the one with the fewest has. */
function combineBatches(sources: readonly BatchSource<WindowBatch>[]): BatchSource<SeveralBatch> {
  const stepsPerEpoch = Math.min(...sources.map((source) => source.stepsPerEpoch));
  return {
    stepsPerEpoch,
    *train(epoch, fromStep = 0) {
      // the epoch ends for all at once, also for those that would have more batches
      yield* sideBySide(sources.map((source) => source.train(epoch, fromStep)));
    },
    valid: () => sideBySide(sources.map((source) => source.valid())),
  };
}

function* sideBySide(sources: readonly Iterable<WindowBatch>[]): Generator<SeveralBatch> {
  const iterators = sources.map((source) => source[Symbol.iterator]());
  for (;;) {
    const results = iterators.map((iterator) => iterator.next());
    const members = results.flatMap(({ done, value }) => (done ? [] : [value]));
    if (members.length < sources.length) return;
    yield { size: members[0].size, members };
  }
}

/** Values are means over the members; in addition, the loss of each. */
function combine(
  models: readonly TrainableModel[],
  prefixes: readonly string[],
  detector: (arrays: NamedArrays) => DetectorState,
): Trainable<SeveralBatch> {
  const nameOf = (i: number): string => `loss_${prefixes[i].slice(0, -1)}`;
  const [first] = models;
  const collect = (values: readonly NamedValues[]): NamedValues => {
    const names = Object.keys(values[0]);
    const meanOf = (name: string): number =>
      values.reduce((sum, own) => sum + own[name], 0) / values.length;
    const own = values.map((member, i) => [nameOf(i), member[first.losses[0]]] as const);
    return Object.fromEntries([...names.map((name) => [name, meanOf(name)] as const), ...own]);
  };
  const each = async (
    run: (model: TrainableModel, i: number) => Promise<NamedValues>,
  ): Promise<NamedValues> => {
    const values: NamedValues[] = [];
    for (const [i, model] of models.entries()) values.push(await run(model, i));
    return collect(values);
  };
  return {
    losses: [...first.losses, ...models.map((_, i) => nameOf(i))],
    optimizers: first.optimizers,
    async step({ members }, { accept, ...options }) {
      const vote = accept && createVote(models.length, (values) => accept(collect(values)));
      const values = await Promise.all(
        models.map((model, i) => {
          const own = vote ? { accept: (losses: NamedValues) => vote(i, losses) } : {};
          return model.step(members[i], { ...options, ...own });
        }),
      );
      return collect(values);
    },
    endEpoch: (epoch) => models.forEach((model) => model.endEpoch?.(epoch)),
    loss: ({ members }) => each((model, i) => model.loss(members[i])),
    async gradients() {
      const own = await Promise.all(models.map(async (model) => (await model.gradients?.()) ?? {}));
      return merge(own.map((arrays, i) => prefixed(arrays, prefixes[i])));
    },
    async state() {
      const states = await Promise.all(models.map((model) => model.state()));
      return {
        arrays: merge(states.map(({ arrays }, i) => prefixed(arrays, prefixes[i]))),
        counters: merge(states.map(({ counters }, i) => prefixed(counters, prefixes[i]))),
      };
    },
    load: (state) => models.forEach((model, i) => model.load(memberState(state, prefixes[i]))),
    detector,
  };
}

/** One decision on the losses of all members, made when the last of them is known. */
function createVote(
  count: number,
  decide: (losses: readonly NamedValues[]) => boolean | Promise<boolean>,
): (member: number, losses: NamedValues) => Promise<boolean> {
  const known = new Map<number, NamedValues>();
  const waiting: ((decision: boolean | Promise<boolean>) => void)[] = [];
  return (member, losses) =>
    new Promise<boolean>((resolve) => {
      known.set(member, losses);
      waiting.push(resolve);
      if (known.size < count) return;
      const all = Array.from({ length: count }, (_, i) => known.get(i) ?? {});
      const decision = Promise.resolve(all).then(decide);
      for (const settle of waiting) settle(decision);
    });
}

function memberState({ arrays, counters }: ModelState, prefix: string): ModelState {
  return { arrays: unprefixed(arrays, prefix), counters: unprefixed(counters, prefix) };
}

/** The weights of the members among arrays that hold more. */
function pickMembers(arrays: NamedArrays, members: readonly MemberNetwork[]): NamedArrays {
  const names = members.flatMap(({ prefix, parameters }) =>
    Object.keys(parameters.shapes).map((name) => prefix + name),
  );
  return Object.fromEntries(names.map((name) => [name, arrays[name]]));
}

/** The same values under names that begin with the prefix. */
function prefixed<Value>(
  values: Readonly<Record<string, Value>>,
  prefix: string,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

/** Those values whose names begin with the prefix, without it. */
function unprefixed<Value>(
  values: Readonly<Record<string, Value>>,
  prefix: string,
): Readonly<Record<string, Value>> {
  const own = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

function merge<Value>(
  records: readonly Readonly<Record<string, Value>>[],
): Readonly<Record<string, Value>> {
  return Object.assign({}, ...records) as Record<string, Value>;
}
