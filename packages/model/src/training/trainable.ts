/** What the trainer trains: anything with weights, batches to learn from, and losses to lower. */
import type { DetectorState, NamedArray } from '@anodec/core';

/** Numbers by name: losses, norms, learning rates. */
export type NamedValues = Readonly<Record<string, number>>;

/** Arrays by name: weights, moments of optimisers. */
export type NamedArrays = Readonly<Record<string, NamedArray>>;

/** A number of examples to learn from. */
export interface Sized {
  readonly size: number;
}

/** Everything that training changes in a model. */
export interface ModelState {
  /**
   * Weights under the names that `detector` gives them, beside them whatever the optimisers keep from
   * step to step.
   */
  readonly arrays: NamedArrays;
  /** Whole numbers, such as the steps that an optimiser has made. */
  readonly counters: NamedValues;
}

/** Options of one step. */
export interface StepOptions {
  /** By the names of the optimisers. */
  readonly learningRates: NamedValues;
  /** Steps made before this one, over all epochs. */
  readonly step: number;
  /**
   * Asked once, with the losses of the batch; where it says no, the step leaves weights and optimisers as
   * they are. Without it every step is made.
   */
  readonly accept?: (losses: NamedValues) => boolean | Promise<boolean>;
  /** May end the step before its losses are known, with a StoppedError; nothing has been learned then. */
  readonly signal?: AbortSignal;
}

/** Names of arrays with a value that is not a finite number. */
export interface NonFinite {
  readonly weights: readonly string[];
  readonly gradients: readonly string[];
}

/** A model in training; its weights are where it computes. */
export interface Trainable<Batch extends Sized> {
  /**
   * Names of the losses among the values of a step. The first one decides which epoch is best; all
   * must stay finite.
   */
  readonly losses: readonly [string, ...string[]];
  /** Names of the optimisers, each with a learning rate of its own. */
  readonly optimizers: readonly [string, ...string[]];
  /**
   * Makes one step of every optimiser, in whatever order the model needs.
   *
   * @returns losses before the step and norms, means over the batch, by name
   */
  step(batch: Batch, options: StepOptions): Promise<NamedValues>;
  /** Comes after the last step of a whole epoch, from 0, also where that step was left out or undone. */
  endEpoch?(epoch: number): void;
  /** The losses of a batch, without learning from it; at least the first. */
  loss(batch: Batch): Promise<NamedValues>;
  /** Names of the weights, and of the gradients of a batch, that are not finite, for messages. */
  inspect?(batch: Batch, options: StepOptions): Promise<NonFinite>;
  /** The gradients of the latest step before clipping, by the names of the weights, for logs; none before a step. */
  gradients?(): Promise<NamedArrays>;
  /** Copies out everything that training changes. */
  state(): Promise<ModelState>;
  /** Continues from a state. @throws ShapeError when it belongs to another model */
  load(state: ModelState): void;
  /** The detector with the weights among these arrays. */
  detector(arrays: NamedArrays): DetectorState;
}

/** The source of batches. A batch is used up before the next one is taken. */
export interface BatchSource<Batch extends Sized> {
  readonly stepsPerEpoch: number;
  /**
   * The batches of an epoch, the same ones for the same epoch.
   *
   * @param fromStep batches to leave out at the beginning, where a fit continues within an epoch
   */
  train(epoch: number, fromStep?: number): Iterable<Batch>;
  valid(): Iterable<Batch>;
  /** Where the examples of a batch come from, such as recordings and rows, for messages. */
  describe?(batch: Batch): string;
}
