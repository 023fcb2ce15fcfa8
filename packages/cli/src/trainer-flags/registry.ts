/**
 * The flags of the original program and of PyTorch Lightning's trainer. To add one: one line here.
 *
 * Flags spelled as their settings exist by themselves once the setting does; their lines here answer where
 * it does not. Source: Lightning-AI, `Trainer.__init__` of pytorch-lightning 1.2.8 (arguments as flags) and 2.6.
 */
import { basename, dirname, join } from 'node:path';
import {
  only,
  type Outcome,
  refused,
  renamed,
  same,
  switched,
  type TrainerFlag,
  unlessSet,
  withoutEffect,
} from './trainer-flag.js';

/** The original program's own flags, but for those that are spelled as their settings. */
const originalFlags: readonly TrainerFlag[] = [
  renamed('num_lstm_layer', 'numLayers'),
  renamed('test_set_step_size', 'stride'),
  withoutEffect('num_workers', 'windows are read from memory without workers'),
];

const ONE_PROCESS = 'a training is one process on one machine';
const ONE_EACH =
  'Start one training for each machine or GPU, with a --seed of its own, or use --seeds.';
const FLOAT32 = 'weights and gradients are 32-bit floating-point numbers on every backend';
const NO_AMP = 'Leave it out; a smaller --hidden-size or more --threads make a step shorter.';

/** How long a training lasts, and what of the data it sees. */
const limits: readonly TrainerFlag[] = [
  renamed('max_epochs', 'maxEpochs', epochsOf),
  same('min_epochs'),
  same('max_steps'),
  same('min_steps'),
  renamed('max_time', 'maxTime', (value) => ({ set: { maxTime: durationOf(value) } })),
  renamed('limit_train_batches', 'limitTrainBatches', (value) =>
    batchesOf('limit_train_batches', 'limitTrainBatches', value),
  ),
  renamed('limit_val_batches', 'limitValBatches', (value) =>
    batchesOf('limit_val_batches', 'limitValBatches', value),
  ),
  only(
    'limit_test_batches',
    ['1.0'],
    'training reads no test rows, and scores are those of all rows',
    'Score a shorter table with anodec score --input.',
  ),
  only(
    'limit_predict_batches',
    ['1.0'],
    'scores are those of all rows',
    'Score a shorter table with anodec score --input.',
  ),
  renamed('overfit_batches', 'overfitBatches', (value) =>
    batchesOf('overfit_batches', 'overfitBatches', value),
  ),
  same('fast_dev_run'),
  same('check_val_every_n_epoch'),
  renamed('val_check_interval', 'valCheckInterval', (value) =>
    batchesOf('val_check_interval', 'valCheckInterval', value),
  ),
  same('num_sanity_val_steps'),
  only(
    'multiple_trainloader_mode',
    ['max_size_cycle'],
    'there is one source of batches',
    'Leave it out.',
  ),
  withoutEffect('reload_dataloaders_every_epoch', 'every epoch draws its windows anew'),
  withoutEffect('reload_dataloaders_every_n_epochs', 'every epoch draws its windows anew'),
];

const NOT_FINITE = 'a training ends in any case where its loss is not a finite number';
const SAME_BITS =
  'the same seed gives the same weights to the bit on the processor, for any number of threads; --strict makes ' +
  'them the same on every machine';

/** How weights are changed. */
const optimisation: readonly TrainerFlag[] = [
  same('gradient_clip_val'),
  same('gradient_clip_algorithm'),
  same('accumulate_grad_batches'),
  switched('stochastic_weight_avg', 'averageWeights', { on: 'swa', off: undefined }),
  unlessSet(withoutEffect('terminate_on_nan', NOT_FINITE)),
  withoutEffect('detect_anomaly', NOT_FINITE),
  only(
    'automatic_optimization',
    [true],
    'the training loop makes the steps',
    'Write a loop of your own around the functions of @anodec/model.',
  ),
  only(
    'truncated_bptt_steps',
    ['none', '0'],
    'gradients go back through the whole window',
    'Choose a shorter --window-size.',
  ),
  only(
    'auto_lr_find',
    [false],
    'a training does not choose its own learning rate',
    'Ask anodec find learning-rate, and give --learning-rate.',
  ),
  only(
    'auto_scale_batch_size',
    [false],
    'a training does not choose its own batch size',
    'Ask anodec find batch-size, and give --batch-size.',
  ),
  unlessSet(withoutEffect('deterministic', SAME_BITS)),
  withoutEffect('benchmark', 'kernels are chosen before the training, without timing them'),
  withoutEffect('inference_mode', 'validation and scoring record no gradients'),
];

const NO_TPU = 'Use --backend webgpu for a GPU, or leave it out.';

/** What computes. */
const devices: readonly TrainerFlag[] = [
  renamed('gpus', 'backend', (value) => gpusOf('gpus', value)),
  renamed('devices', 'backend', (value) =>
    /^(auto|1)$/.test(value)
      ? {}
      : { refusal: `--devices must be 1 or auto, got ${value}: ${ONE_PROCESS}. ${ONE_EACH}` },
  ),
  renamed('accelerator', 'backend', acceleratorOf),
  withoutEffect('auto_select_gpus', 'the driver chooses the GPU'),
  only('num_nodes', ['1'], ONE_PROCESS, ONE_EACH),
  only(
    'num_processes',
    ['1'],
    'a training is one process, with a thread for each core',
    'Use --threads to change how many.',
  ),
  only('strategy', ['auto'], ONE_PROCESS, ONE_EACH),
  only('distributed_backend', ['none'], ONE_PROCESS, ONE_EACH),
  only('sync_batchnorm', [false], ONE_PROCESS, 'Leave it out.'),
  withoutEffect('replace_sampler_ddp', ONE_PROCESS),
  withoutEffect('use_distributed_sampler', ONE_PROCESS),
  withoutEffect('prepare_data_per_node', ONE_PROCESS),
  only('tpu_cores', ['none', '0'], 'no backend computes on a TPU', NO_TPU),
  only('precision', ['32', '32-true'], FLOAT32, NO_AMP),
  refused('amp_backend', FLOAT32, NO_AMP),
  refused('amp_level', FLOAT32, NO_AMP),
  refused(
    'plugins',
    'there are no plugins of the trainer',
    'Add a backend or a callback in code: CONTRIBUTING.md says where.',
  ),
  only(
    'move_metrics_to_cpu',
    [false],
    'losses are numbers in main memory already',
    'Leave it out.',
  ),
  only(
    'log_gpu_memory',
    ['none'],
    'the memory of a GPU cannot be read through WebGPU',
    'Use the tools of its driver.',
  ),
];

/** Where results go. */
const records: readonly TrainerFlag[] = [
  renamed('default_root_dir', 'logs', (folder) => ({
    set: { logs: join(folder, 'lightning_logs') },
  })),
  renamed('resume_from_checkpoint', 'resume', (path) => resumeOf('resume_from_checkpoint', path)),
  renamed('ckpt_path', 'resume', (path) => resumeOf('ckpt_path', path)),
  only(
    'weights_save_path',
    ['none'],
    'checkpoints are in the run directory',
    'Use --logs for another folder of runs.',
  ),
  only(
    'checkpoint_callback',
    [true],
    'a run without checkpoints could be neither scored nor resumed',
    'Leave it out.',
  ),
  only(
    'enable_checkpointing',
    [true],
    'a run without checkpoints could be neither scored nor resumed',
    'Leave it out.',
  ),
  unlessSet(
    only(
      'logger',
      [true, 'tensorboard', 'csv'],
      'every run has metrics.csv and TensorBoard events',
      'Use --logs with a temporary folder for runs that are not to be kept.',
    ),
  ),
  same('log_every_n_steps'),
  withoutEffect('flush_logs_every_n_steps', 'events are on disk at the end of every epoch'),
  only(
    'track_grad_norm',
    ['-1', '2'],
    'the Euclidean norm of the gradient is recorded, as step/gradient_norm',
    'Leave it out.',
  ),
  refused(
    'callbacks',
    'callbacks are objects in code, and the usual ones are settings',
    'Use --early-stopping-patience, --keep-epoch and the like.',
  ),
  only('model_registry', ['none'], 'there is no model registry', 'A run directory is the model.'),
  withoutEffect('enable_autolog_hparams', 'hparams.yaml has all settings of a run'),
];

/** What is shown. */
const display: readonly TrainerFlag[] = [
  renamed('progress_bar_refresh_rate', 'progress', (value) =>
    Number(value) === 0 ? { set: { progress: 'none' } } : {},
  ),
  switched('enable_progress_bar', 'progress', { on: undefined, off: 'none' }),
  withoutEffect('process_position', 'there is one progress line'),
  renamed('weights_summary', 'summary', (value) => ({ set: { summary: value.toLowerCase() } })),
  switched('enable_model_summary', 'summary', { on: 'top', off: 'none' }),
  same('profiler'),
  only(
    'barebones',
    [false],
    'what it switches off is off already or takes no measurable time',
    'Leave it out.',
  ),
];

/** All of them, each name once. */
export const trainerFlags: readonly TrainerFlag[] = [
  ...originalFlags,
  ...limits,
  ...optimisation,
  ...devices,
  ...records,
  ...display,
];

/** -1 is no limit in Lightning, as of steps here. */
function epochsOf(value: string): Outcome {
  if (value !== '-1') return { set: { maxEpochs: value } };
  return {
    refusal: `--max_epochs must be at least 1, got -1: a training ends. Give a large number, and --early-stopping-patience.`,
  };
}

/** Lightning tells one batch from all by the point in 1.0, which a setting that is a number cannot. */
function batchesOf(name: string, setting: string, value: string): Outcome {
  if (value !== '1') return { set: { [setting]: value } };
  return {
    refusal:
      `--${name} must be 1.0 for all batches, or a share such as 0.001 for a single one, got 1, which is one ` +
      'batch in Lightning and all batches here.',
  };
}

/** Lightning's `DD:HH:MM:SS` as a duration such as `36h`; anything else as it is. */
function durationOf(value: string): string {
  const parts = /^(\d+):(\d+):(\d+):(\d+)$/.exec(value)?.slice(1).map(Number);
  if (!parts) return value;
  const [days, hours, minutes, seconds] = parts;
  return `${((days * 24 + hours) * 60 + minutes) * 60 + seconds}s`;
}

function gpusOf(name: string, value: string): Outcome {
  if (/^(0|none)$/i.test(value)) return {};
  if (/^(1|auto)$/.test(value)) return { needsGpu: true };
  return { refusal: `--${name} must be 0 or 1, got ${value}: ${ONE_PROCESS}. ${ONE_EACH}` };
}

function acceleratorOf(value: string): Outcome {
  if (/^(auto|cpu|none)$/i.test(value)) return {};
  if (/^(gpu|cuda|mps)$/.test(value)) return { needsGpu: true };
  return {
    refusal: `--accelerator must be cpu, gpu or auto, got ${value}: no backend computes on anything else. ${NO_TPU}`,
  };
}

/** The run directory that a path names, also by its last checkpoint. */
function resumeOf(name: string, path: string): Outcome {
  const folder = dirname(path);
  if (basename(folder) !== 'checkpoints') return { set: { resume: path } };
  const run = dirname(folder);
  if (/^last\b/.test(basename(path))) return { set: { resume: run } };
  return {
    refusal:
      `--${name} must name a run or its checkpoints/last.ckpt, got ${path}: a training goes on from where ` +
      `it stopped. Use --resume ${run}.`,
  };
}
