/** The settings of a run as one flat list, the form that `hparams.yaml` has in Lightning's runs. */
import type { ChosenBackend } from '@anodec/model';
import type { HparamValue } from '@anodec/runs';
import type { PreparedNormal } from '@anodec/preprocess';
import type { TrainSettings } from './trained-run.js';

/** Original names for settings that are called otherwise here; scripts of the original read them. */
const ORIGINAL: Readonly<Record<string, string>> = {
  numLayers: 'num_lstm_layer',
  stride: 'test_set_step_size',
};

/**
 * All settings by name, with what the data decide, `input_size` and `seq_len`, and what the machine
 * did, `threads` and `arithmetic`.
 */
export function flatSettings(
  settings: TrainSettings,
  { preprocessing }: PreparedNormal,
  { threads, arithmetic }: ChosenBackend,
): Readonly<Record<string, HparamValue>> {
  const { verdict, ...groups } = settings;
  const flat: Record<string, HparamValue> = {};
  for (const group of Object.values(groups)) collect(flat, '', group);
  collect(flat, '', verdict);
  flat.input_size = preprocessing.scaler.channels.length;
  flat.seq_len = settings.model.windowSize;
  flat.threads = threads;
  flat.arithmetic = arithmetic;
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
