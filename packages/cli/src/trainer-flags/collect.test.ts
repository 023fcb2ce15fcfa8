/** Tests of the flags of the original program and of Lightning's trainer. */
import { ConfigError } from '@anodec/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { flagsOf } from '../flags.js';
import { train } from '../commands/train.js';
import { collectTrainerSettings, foreignFlags } from './collect.js';
import { trainerFlags } from './registry.js';

/** The arguments of Trainer.__init__ in pytorch-lightning 1.2.8, and those of 2.6 that were added since. */
const LIGHTNING_1_2_8 =
  'logger checkpoint_callback default_root_dir gradient_clip_val process_position num_nodes num_processes gpus ' +
  'auto_select_gpus tpu_cores log_gpu_memory progress_bar_refresh_rate overfit_batches track_grad_norm ' +
  'check_val_every_n_epoch fast_dev_run accumulate_grad_batches max_epochs min_epochs max_steps min_steps ' +
  'limit_train_batches limit_val_batches limit_test_batches limit_predict_batches val_check_interval ' +
  'flush_logs_every_n_steps log_every_n_steps accelerator sync_batchnorm precision weights_summary ' +
  'weights_save_path num_sanity_val_steps truncated_bptt_steps resume_from_checkpoint profiler benchmark ' +
  'deterministic reload_dataloaders_every_epoch auto_lr_find replace_sampler_ddp terminate_on_nan ' +
  'auto_scale_batch_size prepare_data_per_node plugins amp_backend amp_level distributed_backend ' +
  'automatic_optimization move_metrics_to_cpu multiple_trainloader_mode stochastic_weight_avg';
const ADDED_UP_TO_2_6 =
  'strategy devices callbacks max_time enable_checkpointing enable_progress_bar enable_model_summary ' +
  'gradient_clip_algorithm inference_mode use_distributed_sampler detect_anomaly barebones ' +
  'reload_dataloaders_every_n_epochs model_registry enable_autolog_hparams';
/** The original program's own. */
const ORIGINAL =
  'batch_size window_size sample_size sample_freq test_set_step_size validation_split num_workers learning_rate ' +
  'hidden_size embedding_size num_lstm_layer';

const flags = flagsOf(train.sections);
const read = (typed: Readonly<Record<string, unknown>>) => collectTrainerSettings(flags, typed);

test('knows every flag of Lightning 1.2.8, of 2.6 and of the original program', () => {
  const known = new Set([
    ...trainerFlags.map(({ name }) => name),
    ...flags.flatMap(({ aliases }) => aliases),
  ]);
  const all = [LIGHTNING_1_2_8, ADDED_UP_TO_2_6, ORIGINAL].join(' ').split(' ');
  expect(all.length).toBeGreaterThan(75);
  expect(all.filter((name) => !known.has(name))).toEqual([]);
});

test('has each name once, and stands for settings that exist', () => {
  const names = trainerFlags.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const settings = new Set(flags.map(({ path }) => path.join('.')));
  const missing = trainerFlags
    .flatMap(({ setting }) => setting ?? [])
    .filter((s) => !settings.has(s));
  expect([...new Set(missing)].sort()).toEqual([]);
});

test.each([
  [{ num_lstm_layer: '2' }, { detector: { numLayers: 2 } }],
  [{ test_set_step_size: '50' }, { detector: { stride: 50 } }],
  [{ default_root_dir: 'out' }, { paths: { logs: 'out/lightning_logs' } }],
  [
    { resume_from_checkpoint: 'a/version_3/checkpoints/last.ckpt' },
    { resume: { resume: 'a/version_3' } },
  ],
  [{ ckpt_path: 'a/version_3' }, { resume: { resume: 'a/version_3' } }],
  [{ max_steps: '-1' }, {}],
  [{ limit_val_batches: '0.5' }, { detector: { limitValBatches: 0.5 } }],
  [{ limit_val_batches: '1.0' }, { detector: { limitValBatches: 1 } }],
  [{ gpus: '1' }, { detector: { backend: 'webgpu' } }],
  [
    { accelerator: 'gpu', devices: '1', backend: 'tensorflow' },
    { detector: { backend: 'tensorflow' } },
  ],
  [{ gpus: '0', accelerator: 'cpu', devices: 'auto', num_nodes: '1', precision: '32' }, {}],
  [{ checkpoint_callback: 'True', auto_lr_find: 'False', limit_test_batches: '1' }, {}],
])('reads %j as %j', (typed, settings) => {
  expect(read(typed).settings).toEqual(settings);
});

test.each([
  [
    { num_nodes: '2' },
    '--num_nodes must be 1, got 2: a training is one process on one machine. Start one',
  ],
  [
    { tpu_cores: '8' },
    '--tpu_cores must be none or 0, got 8: no backend computes on a TPU. Use --backend webgpu',
  ],
  [
    { precision: '16' },
    '--precision must be 32 or 32-true, got 16: weights and gradients are 32-bit',
  ],
  [{ amp_backend: 'native' }, '--amp_backend must be left out, got native: weights and'],
  [{ accelerator: 'ddp' }, '--accelerator must be cpu, gpu or auto, got ddp'],
  [{ accelerator: 'tpu' }, 'got tpu: no backend computes on anything else. Use --backend webgpu'],
  [{ gpus: '2' }, '--gpus must be 0 or 1, got 2'],
  [{ gpus: '1', backend: 'simd' }, '--gpus must come with --backend webgpu'],
  [{ max_epochs: '-1' }, '--max_epochs must be at least 1, got -1'],
  [{ val_check_interval: '1' }, '--val_check_interval must be 1.0 for all batches'],
  [{ limit_train_batches: '1' }, 'got 1, which is one batch in Lightning and all batches here.'],
  [
    { checkpoint_callback: 'False' },
    'a run without checkpoints could be neither scored nor resumed',
  ],
  [{ ckpt_path: 'v/checkpoints/epoch=3-step=4.ckpt' }, 'Use --resume v.'],
  [{ num_nodes: ['1', '1'] }, '--num_nodes must be given once, got it 2 times.'],
  [
    { max_epochs: '4', 'max-epochs': '8' },
    '--max_epochs stands for --max-epochs, which must be given once, got both. Leave one of them out.',
  ],
])('refuses %j with a sentence', (typed, message) => {
  expect(() => read(typed)).toThrow(ConfigError);
  expect(() => read(typed)).toThrow(message);
});

test('says of a flag without effect why it has none', () => {
  expect(read({ num_workers: '12', benchmark: 'True' }).notes).toEqual([
    '--num_workers has no effect: windows are read from memory without workers.',
    '--benchmark has no effect: kernels are chosen before the training, without timing them.',
  ]);
});

test('refuses a flag whose setting does not exist, and takes it once it does', () => {
  const typed = { stochastic_weight_avg: 'True', max_time: '01:12:00:00', min_steps: '10' };
  const without = flagsOf({ detector: z.strictObject({ seed: z.int() }) });
  expect(() => collectTrainerSettings(without, typed)).toThrow(
    '--min_steps must be left out: this command has no such setting.',
  );
  expect(collectTrainerSettings(without, { deterministic: 'True' }).notes).toEqual([
    expect.stringMatching(/^--deterministic has no effect: the same seed gives the same weights/),
  ]);
  const strict = z.strictObject({ deterministic: z.boolean().describe('Same bits') });
  expect(foreignFlags(flagsOf({ strict })).map(({ name }) => name)).not.toContain('deterministic');
  const detector = z.strictObject({
    averageWeights: z.enum(['none', 'ema', 'swa']),
    maxTime: z.string(),
  });
  const { min_steps: _, ...others } = typed;
  expect(collectTrainerSettings(flagsOf({ detector }), others).settings).toEqual({
    detector: { averageWeights: 'swa', maxTime: '129600s' },
  });
});
