/**
 * Settings and results of runs, for the HParams page, which compares runs by them.
 *
 * Source: tensorboard/plugins/hparams (api.proto, plugin_data.proto, summary_v2.py), 2.21.
 */
import {
  booleanField,
  bytesField,
  concat,
  doubleField,
  entryField,
  integerField,
  textField,
} from '../protobuf.js';
import { floatTensor, taggedValue } from '../tensor.js';

/** A setting of a run. */
export type Hyperparameter = number | string | boolean;

/** Settings by name. */
export type Hyperparameters = Readonly<Record<string, Hyperparameter>>;

/** How a run ended. */
export type SessionStatus = 'success' | 'failure';

const STATUS: Readonly<Record<SessionStatus, number>> = { success: 1, failure: 2 };

/** Types of settings in an experiment. */
const TYPES = { string: 1, boolean: 2, number: 3 } as const;

/** The settings of a run, sorted by name; `wallTime` in seconds since 1970. */
export function sessionStartValue(settings: Hyperparameters, wallTime: number): Uint8Array {
  const entries = Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => entryField(1, name, structValue(value)));
  const session = concat(...entries, doubleField(5, wallTime));
  return hparamsValue('_hparams_/session_start_info', bytesField(3, session));
}

/** How the run ended; without it TensorBoard shows the status as unknown. */
export function sessionEndValue(status: SessionStatus, wallTime: number): Uint8Array {
  const session = concat(integerField(1, STATUS[status]), doubleField(2, wallTime));
  return hparamsValue('_hparams_/session_end_info', bytesField(4, session));
}

/**
 * The columns of the HParams page: settings with their types, and the tags of the scalars that are results.
 *
 * TensorBoard takes the columns of whichever run it reads first for all runs; without any it collects the
 * settings of all runs and takes every scalar for a result.
 */
export function experimentValue(settings: Hyperparameters, metrics: readonly string[]): Uint8Array {
  const hparamInfos = Object.entries(settings).map(([name, value]) =>
    bytesField(4, concat(textField(1, name), integerField(4, typeOf(value)))),
  );
  const metricInfos = metrics.map((tag) => bytesField(5, bytesField(1, textField(2, tag))));
  const experiment = concat(...hparamInfos, ...metricInfos);
  return hparamsValue('_hparams_/experiment', bytesField(2, experiment));
}

/** The plugin reads the metadata alone; an empty tensor stands in for the value. */
function hparamsValue(tag: string, content: Uint8Array): Uint8Array {
  const tensor = floatTensor([0], []);
  return taggedValue(tag, tensor, { plugin: 'hparams', dataClass: 'tensor', content });
}

/** google.protobuf.Value */
function structValue(value: Hyperparameter): Uint8Array {
  if (typeof value === 'number') return doubleField(2, value);
  return typeof value === 'string' ? textField(3, value) : booleanField(4, value);
}

function typeOf(value: Hyperparameter): number {
  if (typeof value === 'string') return TYPES.string;
  return typeof value === 'number' ? TYPES.number : TYPES.boolean;
}
