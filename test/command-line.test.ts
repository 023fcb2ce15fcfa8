/** The command line as a whole: help, original spellings, presets, settings files, exit codes. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, createWorkplace, type Ended, TINY, type Workplace, waves } from './anodec-command.js';

/** Every command with its flags, from the built registry. */
const LIST = `
import { allCommands } from '${new URL('commands/all-commands.js', `file://${BIN}`).href}';
import { flagsOf } from '${new URL('flags.js', `file://${BIN}`).href}';
import { namesAsFlags } from '${new URL('setting-names.js', `file://${BIN}`).href}';
const list = (await allCommands()).map(({ words, command }) => {
  const { summary, examples, aliases, positionals, sections } = command;
  const flags = flagsOf(sections).map(({ name, help }, _, all) =>
    ({ name, help: namesAsFlags(help, all) }));
  return { words, summary, examples, aliases, positionals, flags };
});
console.log(JSON.stringify(list));`;

interface Listed {
  readonly words: readonly string[];
  readonly summary: string;
  readonly aliases: readonly string[];
  readonly positionals: readonly string[];
  readonly examples: readonly (readonly [string, string])[];
  readonly flags: readonly { readonly name: string; readonly help: string }[];
}

let folder: Workplace;
let listed: readonly Listed[];
let helps: readonly string[];
beforeAll(() => {
  folder = createWorkplace();
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', LIST], {
    encoding: 'utf8',
  });
  listed = JSON.parse(stdout) as Listed[];
  helps = folder
    .anodecEach(listed.map(({ words }) => [...words, '--help-all']))
    .map(({ out }) => squeeze(out));
});
afterAll(() => folder.remove());

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
    'data example',
    'data export',
    'data import',
    'data sources',
    'data inject',
    'train',
    'find learning-rate',
    'find batch-size',
    'find detector',
    'tune detector',
    'tune alarm-policy',
    'tune classifier',
    'tune show',
    'tune grid',
    'tune merge',
    'tune beautify',
    'tune process-output',
    'score',
    'watch',
    'models',
    'fleet train',
    'fleet detect',
    'fleet status',
    'fleet worker',
    'evaluate',
    'plot',
    'audit',
    'compare',
    'benchmark',
    'dashboard',
    'serve',
    'runs list',
    'runs show',
    'runs compare',
    'runs export',
    'runs log',
    'runs rm',
    'plausibility demo',
    'plausibility simulate',
    'plausibility prepare',
    'plausibility plot',
    'plausibility compare',
    'plausibility train',
    'plausibility predict',
    'devices simulate',
    'devices preprocess',
    'devices experiment',
    'devices train',
    'devices detect',
    'devices demo',
    'devices evaluate',
    'devices classify',
    'devices generate',
    'devices activations',
    'devices plot',
    'devices map',
    'devices distances',
    'doctor',
  ]);
  for (const [i, { summary, flags }] of listed.entries()) {
    expect(helps[i]).toContain(summary);
    for (const { name, help } of flags) {
      expect(help).not.toBe('');
      expect(helps[i]).toContain(`${name} ${help}`);
    }
  }
});

/** Lines of the help that begin with an option. */
function optionsIn(help: string): number {
  const [options] = help.split('\nExamples:');
  return options.split('\n').filter((line) => /^ {2,6}(-\w, )?--\w/.test(line)).length;
}

test('the first help of run and train shows about a dozen options, all the other commands all', () => {
  const [run, train, score] = folder.anodecEach([
    ['run', '--help'],
    ['train', '--help'],
    ['score', '--help'],
  ]);
  // beside --version, --help, --config and --preset
  for (const { out } of [run, train]) {
    expect(optionsIn(out) - 4).toBeGreaterThanOrEqual(10);
    expect(optionsIn(out) - 4).toBeLessThanOrEqual(16);
  }
  expect(run.out).toContain('All options: anodec run --help-all');
  for (const text of ['Folders and data set:', 'Preprocessing:', 'Detector:', 'Alarm policy:']) {
    expect(run.out).toContain(text);
  }
  expect(score.out).not.toContain('--help-all');
  const scoring = listed.find(({ words }) => words.join() === 'score');
  expect(optionsIn(score.out)).toBe((scoring?.flags.length ?? 0) - 1 + 3); // run is a positional
});

test('a help line shows a default once, and names flags instead of settings', () => {
  for (const help of helps) {
    expect(help).not.toMatch(/\[default:/);
    expect(help).not.toMatch(/\[\[/);
    expect(help).not.toMatch(/\b(windowSize|hiddenSize|sampleSize|learningRate|validationSplit)\b/);
  }
  for (const { flags } of listed) {
    for (const { help } of flags)
      expect(help).not.toMatch(/left out|found out|to be judged|neighbour/);
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
  for (const { code, err } of folder.anodecEach(
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
  const hparams = (version: number) =>
    folder.read(`lightning_logs/version_${version}/hparams.yaml`);
  beforeAll(() => {
    folder.write('a.csv', waves(120));
    folder.write('settings.yaml', 'detector:\n  hiddenSize: 6\n  batchSize: 8\n  maxEpochs: 1\n');
    const tables = ['--normal', 'a.csv', '--attack', 'a.csv'];
    const names =
      '--num_lstm_layer 2 --batch_size 16 --window_size 5 --hidden_size 4 --max_epochs 1';
    ended = folder.anodecEach([
      ['run', ...tables, ...names.split(' '), '--backend', 'cpu'],
      ['run', ...tables, '--config', 'settings.yaml', '--batch-size', '4', '--backend', 'cpu'],
      ['run', ...tables, '--preset', 'compat', ...TINY],
      [
        'train',
        '--dataset',
        'a',
        '--no-linear-output',
        '--no-linear-path',
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
    const version = folder.anodec('--version');
    expect([version.code, version.err]).toEqual([0, '']);
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const [help] = folder.anodecEach([[]]);
    expect(help.out).toContain(
      'Detect attacks in multivariate time series by reconstruction error.',
    );
  });

  test('with 2 and one line on standard error for a mistake of the user', () => {
    const { code, out, err } = folder.anodec('score', '99');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^A run must be in lightning_logs to be opened, got "99";.*\n$/);
  });

  test('with 1 and the stack for a bug', () => {
    const bug = `Object.defineProperty(process.stdout, 'columns', { get() { return null.width; } });`;
    const args = ['--import', `data:text/javascript,${bug}`, BIN, 'runs', 'list'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('TypeError');
    expect(stderr).toContain('    at ');
  });

  test.skipIf(!existsSync('/dev/full'))('with 2 and one line where the output is full', () => {
    const script = ['-c', '"$@" > /dev/full', 'bash', process.execPath, BIN, 'runs', 'list'];
    const options = { cwd: folder.path, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync('bash', script, options);
    expect(stderr).toMatch(/^standard output cannot be written: [^\n]+\n$/);
    expect(status).toBe(2);
  });

  test('without a stack when the reader of a pipe leaves', () => {
    // head leaves after the first step of five
    const words = ['run', '--normal', 'a.csv', '--attack', 'a.csv', ...TINY];
    const script = ['-c', '"$@" | head -1', 'bash', process.execPath, BIN, ...words];
    const { stdout, stderr } = spawnSync('bash', script, { cwd: folder.path, encoding: 'utf8' });
    expect(stdout).toMatch(/^1\/5 Convert .*\n$/);
    expect(stderr).toMatch(/^(Stopped [^\n]*\n)?$/);
  });
});
