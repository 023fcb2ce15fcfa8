/** The command line as a whole: help, original spellings, presets, settings files, exit codes. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, createWorkplace, type Ended, TINY, type Workplace, waves } from './anodec-command.js';

/** Every command with its flags, from the built registry. */
const LIST = `
import { commands, isGroup } from '${new URL('commands/registry.js', `file://${BIN}`).href}';
import { flagsOf } from '${new URL('flags.js', `file://${BIN}`).href}';
const list = (tree, path) => Object.entries(tree).flatMap(([name, entry]) => isGroup(entry)
  ? list(entry.commands, [...path, name])
  : [{ words: [...path, name], summary: entry.summary, examples: entry.examples,
       aliases: entry.aliases ?? [], positionals: entry.positionals ?? [],
       flags: flagsOf(entry.sections).map(({ name, help }) => ({ name, help })) }]);
console.log(JSON.stringify(list(commands, [])));`;

interface Listed {
  readonly words: readonly string[];
  readonly summary: string;
  readonly aliases: readonly string[];
  readonly positionals: readonly string[];
  readonly examples: readonly (readonly [string, string])[];
  readonly flags: readonly { readonly name: string; readonly help: string }[];
}

let place: Workplace;
let listed: readonly Listed[];
let helps: readonly string[];
beforeAll(() => {
  place = createWorkplace();
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', LIST], {
    encoding: 'utf8',
  });
  listed = JSON.parse(stdout) as Listed[];
  helps = place
    .anodecEach(listed.map(({ words }) => [...words, '--help']))
    .map(({ out }) => squeeze(out));
});
afterAll(() => place.remove());

/** Text without line breaks, which depend on the width. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ');
}

test('the help of every command says what it does and shows every setting with its text', () => {
  expect(listed.map(({ words }) => words.join(' '))).toEqual([
    'run',
    'simulate',
    'data unpack',
    'data convert',
    'data prepare',
    'data inspect',
    'data profile',
    'data drift',
    'data compare',
    'data attacks',
    'data plot',
    'data export',
    'data import',
    'data sources',
    'data inject',
    'train',
    'score',
    'evaluate',
    'runs list',
    'runs show',
    'doctor',
  ]);
  for (const [i, { summary, flags }] of listed.entries()) {
    expect(helps[i]).toContain(summary);
    for (const { name, help } of flags) {
      expect(help).not.toBe('');
      expect(helps[i]).toContain(`${name} ${squeeze(help)}`);
    }
  }
});

test('the help has an example for every command, and each example is parsed', () => {
  for (const [i, { examples }] of listed.entries()) {
    expect(examples.length).toBeGreaterThan(0);
    // where an example needs two lines, its words are torn apart: the first few must do
    for (const [, does] of examples) expect(helps[i]).toContain(does.slice(0, 24));
  }
  const lines = listed.flatMap(({ examples }) => examples.map(([line]) => line));
  // with --help an example is not run, but its flags must be known
  for (const { code, err } of place.anodecEach(
    lines.map((line) => [...line.split(' ').slice(1), '--help']),
  )) {
    expect([code, err]).toEqual([0, '']);
  }
});

test('the names of the original program are commands, too', () => {
  expect(listed.flatMap(({ aliases }) => aliases).sort()).toEqual([
    'create_h5_file',
    'data_preparation',
    'train_model',
  ]);
});

describe('what is typed reaches the run', () => {
  let ended: readonly Ended[];
  const hparams = (version: number) => place.read(`lightning_logs/version_${version}/hparams.yaml`);
  beforeAll(() => {
    place.write('a.csv', waves(120));
    place.write('settings.yaml', 'model:\n  hiddenSize: 6\n  batchSize: 8\n  maxEpochs: 1\n');
    const tables = ['--normal', 'a.csv', '--attack', 'a.csv'];
    const names =
      '--num_lstm_layer 2 --batch_size 16 --window_size 5 --hidden_size 4 --max_epochs 1';
    ended = place.anodecEach([
      ['run', ...tables, ...names.split(' '), '--backend', 'cpu'],
      ['run', ...tables, '--config', 'settings.yaml', '--batch-size', '4', '--backend', 'cpu'],
      ['run', ...tables, '--preset', 'compat', ...TINY],
      [
        'train',
        '--dataset',
        'a',
        '--no-linear-output',
        '--pooling',
        'topk',
        '--pooling.k',
        '2',
        ...TINY,
      ],
    ]);
  });

  test('in every case without a fault', () => {
    expect(ended.map(({ code, err }) => [code, err])).toEqual(ended.map(() => [0, '']));
  });

  test('in the spelling of the original', () => {
    for (const line of [
      'num_lstm_layer: 2',
      'batch_size: 16',
      'window_size: 5',
      'hidden_size: 4',
    ]) {
      expect(hparams(0)).toContain(`\n${line}\n`);
    }
  });

  test('from a file, with flags before it', () => {
    for (const line of ['hidden_size: 6', 'batch_size: 4']) {
      expect(hparams(1)).toContain(`\n${line}\n`);
    }
  });

  test('from a preset, with flags before it', () => {
    for (const line of [
      'linear_output: false',
      'loss: mae',
      'sample_size: 1000',
      'hidden_size: 4',
    ]) {
      expect(hparams(2)).toContain(`\n${line}\n`);
    }
  });

  test('as a dotted flag and as the negative of a switch', () => {
    for (const line of ['linear_output: false', 'pooling_kind: topk', 'pooling_k: 2']) {
      expect(hparams(3)).toContain(`\n${line}\n`);
    }
  });
});

describe('the process ends', () => {
  test('with 0 and its version, and with help when nothing is typed', () => {
    const version = place.anodec('--version');
    expect([version.code, version.err]).toEqual([0, '']);
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const [help] = place.anodecEach([[]]);
    expect(help.out).toContain('Finds attacks in recordings of many sensors');
  });

  test('with 2 and one line on standard error for a fault of the user', () => {
    const { code, out, err } = place.anodec('score', '99');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^A run must be in lightning_logs to be opened, got "99";.*\n$/);
  });

  test('with 1 and the stack for a fault of ours', () => {
    // a run that was tampered with is one way to reach code that trusts what we wrote
    const path = 'lightning_logs/version_0/scaler.json';
    const before = place.read(path);
    place.write(path, '{}');
    const { code, err } = place.anodec('score', '0');
    place.write(path, before);
    expect(code).toBe(1);
    expect(err).toContain('    at ');
  });

  test('without a stack when nobody reads on', () => {
    // head leaves after the first step of five
    const words = ['run', '--normal', 'a.csv', '--attack', 'a.csv', ...TINY];
    const script = ['-c', '"$@" | head -1', 'bash', process.execPath, BIN, ...words];
    const { stdout, stderr } = spawnSync('bash', script, { cwd: place.path, encoding: 'utf8' });
    expect(stdout).toMatch(/^1\/5 Convert .*\n$/);
    expect(stderr).toMatch(/^(Stopped [^\n]*\n)?$/);
  });
});
