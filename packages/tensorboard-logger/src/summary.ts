/**
 * Events as TensorBoard 2 writes them: every value is a tensor, and its metadata name the plugin that
 * shows it. The older `simple_value` form would be shorter, but only scalars have one.
 *
 * Source: tensorboard/compat/proto (event, summary, tensor) and plugins/hparams/plugin_data.proto, 2.21.
 */
import {
  booleanField,
  bytesField,
  concat,
  doubleField,
  integerField,
  textField,
} from './protobuf.js';

/** A setting of a run, as the HParams page shows it. */
export type Hyperparameter = number | string | boolean;

/** How a run ended, for the HParams page. */
export type SessionStatus = 'success' | 'failure';

const FLOAT = 1;
const STRING = 7;
/** Which reader of TensorBoard a value is for (DataClass). */
const SCALAR_CLASS = 1;
const TENSOR_CLASS = 2;
const STATUS: Readonly<Record<SessionStatus, number>> = { success: 1, failure: 2 };
const NOTHING = new Uint8Array(0);

/** The first event of a file. */
export function versionEvent(wallTime: number): Uint8Array {
  return concat(doubleField(1, wallTime), textField(3, 'brain.Event:2'));
}

/** An event that carries values; `wallTime` in seconds since 1970. */
export function summaryEvent(
  wallTime: number,
  step: number,
  values: readonly Uint8Array[],
): Uint8Array {
  const summary = concat(...values.map((value) => bytesField(1, value)));
  return concat(doubleField(1, wallTime), integerField(2, step), bytesField(5, summary));
}

/** One number. */
export function scalarValue(tag: string, value: number): Uint8Array {
  return taggedValue(tag, floatTensor([], [value]), metadata('scalars', NOTHING, SCALAR_CLASS));
}

/** A text in Markdown. */
export function textValue(tag: string, text: string): Uint8Array {
  const tensor = concat(integerField(1, STRING), bytesField(2, NOTHING), textField(8, text));
  return taggedValue(tag, tensor, metadata('text', NOTHING, TENSOR_CLASS));
}

/** A histogram; `buckets` (K, 3): left edge, right edge, count. */
export function histogramValue(tag: string, buckets: readonly number[]): Uint8Array {
  const tensor = floatTensor([buckets.length / 3, 3], buckets);
  return taggedValue(tag, tensor, metadata('histograms', NOTHING, TENSOR_CLASS));
}

/**
 * The settings of a run. No list of all settings goes with them: TensorBoard would take the list of
 * whichever run it reads first for all runs, and makes one itself where there is none.
 */
export function hyperparametersValue(
  hyperparameters: Readonly<Record<string, Hyperparameter>>,
  wallTime: number,
): Uint8Array {
  const entries = Object.entries(hyperparameters).map(([name, value]) =>
    bytesField(1, concat(textField(1, name), bytesField(2, structValue(value)))),
  );
  const session = concat(...entries, doubleField(5, wallTime));
  return sessionValue('_hparams_/session_start_info', bytesField(3, session));
}

/** How the run ended; without it TensorBoard shows the status as unknown. */
export function sessionEndValue(status: SessionStatus, wallTime: number): Uint8Array {
  const session = concat(integerField(1, STATUS[status]), doubleField(2, wallTime));
  return sessionValue('_hparams_/session_end_info', bytesField(4, session));
}

/** The HParams plugin reads the metadata alone; an empty tensor stands in for the value. */
function sessionValue(tag: string, content: Uint8Array): Uint8Array {
  return taggedValue(tag, floatTensor([0], []), metadata('hparams', content));
}

/** google.protobuf.Value */
function structValue(value: Hyperparameter): Uint8Array {
  if (typeof value === 'number') return doubleField(2, value);
  return typeof value === 'string' ? textField(3, value) : booleanField(4, value);
}

function taggedValue(tag: string, tensor: Uint8Array, summaryMetadata: Uint8Array): Uint8Array {
  return concat(textField(1, tag), bytesField(8, tensor), bytesField(9, summaryMetadata));
}

function metadata(plugin: string, content: Uint8Array, dataClass?: number): Uint8Array {
  const pluginData = concat(textField(1, plugin), bytesField(2, content));
  const parts = [bytesField(1, pluginData)];
  if (dataClass !== undefined) parts.push(integerField(4, dataClass));
  return concat(...parts);
}

function floatTensor(shape: readonly number[], values: readonly number[]): Uint8Array {
  const content = new Uint8Array(4 * values.length);
  const view = new DataView(content.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  const dims = shape.map((size) => bytesField(2, integerField(1, size)));
  return concat(integerField(1, FLOAT), bytesField(2, concat(...dims)), bytesField(4, content));
}
