/** The settings of a run as one flat list, the form that `hparams.yaml` has in Lightning's runs. */
import type { ChosenBackend } from '@anodec/model';
import type { PreparedNormal } from '@anodec/preprocess';
import type { HparamValue } from '@anodec/runs';
import { ownSettings, windowSizeOf } from '../detectors/registry.js';
import type { TrainSettings } from './settings.js';

/** Original names for settings that are called otherwise here; scripts of the original read them. */
const ORIGINAL: Readonly<Record<string, string>> = {
  numLayers: 'num_lstm_layer',
  stride: 'test_set_step_size',
};

/**
 * All settings by name, with `input_size` and `seq_len`, which the data decide, and the `threads` and
 * `arithmetic` that computed.
 */
export function flatSettings(
  settings: TrainSettings,
  { preprocessing }: PreparedNormal,
  computed: ChosenBackend | undefined,
): Readonly<Record<string, HparamValue>> {
  const { paths, preprocess, detector, baselines, alarmPolicy } = settings;
  const { scaler, missing, ...rows } = preprocess;
  const flat: Record<string, HparamValue> = { detector: detector.kind };
  for (const group of [paths, rows, ownSettings(detector), baselines]) collect(flat, '', group);
  for (const [name, { kind, ...options }] of Object.entries({ scaler, missing })) {
    flat[name] = kind;
    collect(flat, `${name}_`, options);
  }
  collect(flat, '', alarmPolicy);
  flat.input_size = preprocessing.scaler.channels.length;
  flat.seq_len = windowSizeOf(settings.detector);
  if (computed) Object.assign(flat, { threads: computed.threads, arithmetic: computed.arithmetic });
  return flat;
}

function collect(flat: Record<string, HparamValue>, prefix: string, settings: object): void {
  for (const [name, value] of Object.entries(settings) as [string, unknown][]) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      collect(flat, `${prefix}${name}_`, value);
    } else if (value !== undefined) {
      flat[prefix + (ORIGINAL[name] ?? name)] = value as HparamValue;
    }
  }
}
