/**
 * Writes one event file.
 *
 * Everything is synchronous: a flush is one short append, and an error is thrown where it happened
 * instead of in a promise without a listener.
 */
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { graphEvent, purgeEvent, summaryEvent, versionEvent } from './event.js';
import { type CustomLayout, customScalarsValue } from './kinds/custom-scalars.js';
import { graphDef, type GraphNode } from './kinds/graph.js';
import { histogramValue } from './kinds/histogram.js';
import {
  experimentValue,
  type Hyperparameters,
  sessionEndValue,
  sessionStartValue,
  type SessionStatus,
} from './kinds/hparams.js';
import { imageValue } from './kinds/image.js';
import { prCurveValue } from './kinds/pr-curve.js';
import { createScalars } from './kinds/scalar.js';
import { textValue } from './kinds/text.js';
import type { Picture } from './png.js';
import { createRecordFile } from './record-file.js';

/** Options of `createEventWriter`. */
export interface EventWriterOptions {
  /** The present time in seconds since 1970, by default the clock's. */
  readonly wallTime?: () => number;
  /** Machine name within the file name, by default this machine's. */
  readonly host?: string;
  /** First step that is written anew: what earlier files of the directory hold from it on is not shown. */
  readonly purgeStep?: number;
}

/** An open event file. A tag such as `loss/train` is the chart, its first part the section. */
export interface EventWriter {
  /** Where the file lies. */
  readonly path: string;
  /** Bytes that wait for a flush. */
  readonly waiting: number;
  /** One number, kept as float32; NaN is shown as such. */
  scalar(tag: string, value: number, step: number): void;
  /** Several numbers of one step in one event. */
  scalars(values: Readonly<Record<string, number>>, step: number): void;
  /** A histogram of values, 30 buckets. @throws RangeError when a value is not finite, or there is none */
  histogram(tag: string, values: ArrayLike<number>, step: number): void;
  /** An image: a PNG, or pixels. @throws RangeError when it is neither */
  image(tag: string, image: Uint8Array | Picture, step: number): void;
  /** A text in Markdown. */
  text(tag: string, text: string, step: number): void;
  /**
   * Precision and recall at 127 thresholds from 0 to 1.
   *
   * @param labels (N), whether an example is positive
   * @param predictions (N), from 0 to 1
   * @throws RangeError when the lengths differ, or a prediction is not from 0 to 1
   */
  prCurve(
    tag: string,
    labels: ArrayLike<number | boolean>,
    predictions: ArrayLike<number>,
    step: number,
  ): void;
  /** The graph of the model, once for a run. @throws RangeError when a node reads one that is not there */
  graph(nodes: readonly GraphNode[]): void;
  /** Charts of several scalars each, once for a run. */
  customScalars(layout: CustomLayout): void;
  /**
   * The settings of the run, once for a run; the HParams page compares runs by them.
   *
   * @param metrics tags of the scalars that the page shows as results; without them all scalars. Give all
   *   runs of a folder the same settings and metrics, or none of them metrics
   */
  hyperparameters(settings: Hyperparameters, metrics?: readonly string[]): void;
  /** How the run ended, once for a run. */
  endSession(status: SessionStatus): void;
  /** Appends what is kept to the file. @throws the system's error, such as ENOSPC; nothing is lost */
  flush(): void;
  /** Flushes and closes; a second call does nothing, any other use afterwards throws. */
  close(): void;
}

let filesOfThisProcess = 0;

/**
 * Begins a new event file in a directory, which is made if need be. Files that are there already are
 * never touched: TensorBoard reads all files of a directory as one run, in the order of their names.
 *
 * @throws the system's error when the file cannot be made
 */
export function createEventWriter(
  directory: string,
  options: EventWriterOptions = {},
): EventWriter {
  const { wallTime = () => Date.now() / 1000, host = hostname(), purgeStep } = options;
  const seconds = String(Math.floor(wallTime())).padStart(10, '0');
  const name = `events.out.tfevents.${seconds}.${host}.${process.pid}.${filesOfThisProcess++}`;
  if (purgeStep !== undefined) checkStep(purgeStep);
  mkdirSync(directory, { recursive: true });
  const file = createRecordFile(join(directory, name));
  const scalarValue = createScalars();
  const add = (step: number, ...values: readonly Uint8Array[]): void => {
    checkStep(step);
    file.append(summaryEvent(wallTime(), step, values));
  };
  const addScalars = (step: number, values: readonly (readonly [string, number])[]): void => {
    checkStep(step);
    const time = wallTime();
    file.appendLater(() =>
      summaryEvent(
        time,
        step,
        values.map(([tag, value]) => scalarValue(tag, value)),
      ),
    );
  };
  file.append(versionEvent(wallTime()));
  if (purgeStep !== undefined) {
    // twice: TensorBoard takes the first one of a directory for its beginning and drops nothing
    for (let i = 0; i < 2; i++) file.append(purgeEvent(wallTime(), purgeStep));
  }
  return {
    path: file.path,
    get waiting() {
      return file.waiting;
    },
    scalar: (tag, value, step) => addScalars(step, [[tag, value]]),
    scalars: (values, step) => addScalars(step, Object.entries(values)),
    histogram: (tag, values, step) => add(step, histogramValue(tag, values)),
    image: (tag, image, step) => add(step, imageValue(tag, image)),
    text: (tag, text, step) => add(step, textValue(tag, text)),
    prCurve: (tag, labels, predictions, step) => add(step, prCurveValue(tag, labels, predictions)),
    graph: (nodes) => file.append(graphEvent(wallTime(), graphDef(nodes))),
    customScalars: (layout) => add(0, customScalarsValue(layout)),
    hyperparameters(settings, metrics) {
      if (metrics) add(0, experimentValue(settings, metrics));
      add(0, sessionStartValue(settings, wallTime()));
    },
    endSession: (status) => add(0, sessionEndValue(status, wallTime())),
    flush: () => file.flush(),
    close: () => file.close(),
  };
}

function checkStep(step: number): void {
  if (Number.isSafeInteger(step) && step >= 0) return;
  throw new RangeError(`A step must be a whole number from 0 on, got ${step}.`);
}
