/** Tests of the translation of setting names into flags. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { allCommands } from './commands/all-commands.js';
import { flagsOf } from './flags.js';
import { missingPlaces, namesAsFlags } from './setting-names.js';

const flags = flagsOf({
  detector: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('lstm'), windowSize: z.int().default(20) }),
    z.strictObject({ kind: z.literal('pca') }),
  ]),
  prepare: z.strictObject({ period: z.string().optional(), timeColumn: z.string().optional() }),
});
const translate = (message: string): string => namesAsFlags(message, flags);

test('writes camel-case settings as flags and leaves other words alone', () => {
  expect(translate('Choose a smaller windowSize, as TensorFlow.js or selectChannels do.')).toBe(
    'Choose a smaller --window-size, as TensorFlow.js or selectChannels do.',
  );
  expect(translate('timeColumn must be in a.csv.')).toBe('--time-column must be in a.csv.');
});

test('writes settings of one word where they are in backquotes, with their value', () => {
  expect(translate('Give the period with `period: 10s` or `timeColumn none`.')).toBe(
    'Give the period with --period 10s or --time-column none.',
  );
  expect(translate('Leave out `period`.')).toBe('Leave out --period.');
  expect(translate('Read `README` first.')).toBe('Read `README` first.');
});

test('writes the setting that a fault begins with, also a nested one', () => {
  const nested = flagsOf({
    policy: z.strictObject({
      alarms: z.strictObject({ mergeGap: z.string(), minimum: z.string() }),
    }),
  });
  expect(
    namesAsFlags(
      'alarms.mergeGap: must be rows, got "x". alarms.minimum: must be rows (in the settings of policy).',
      nested,
    ),
  ).toBe('--alarms.merge-gap: must be rows, got "x". --alarms.minimum: must be rows.');
  expect(translate('period: what is said of a file')).toBe('period: what is said of a file');
});

test('writes a bound of a nested setting as the bound of its flag, and leaves a group without one', () => {
  const nested = flagsOf({
    policy: z.strictObject({ rule: z.strictObject({ quantile: z.number() }) }),
  });
  const message = (setting: string) =>
    `${setting} must be at most 1, got 1.5 (in the settings of policy).`;
  expect(namesAsFlags(message('rule.quantile'), nested)).toBe(
    '--rule.quantile must be at most 1, got 1.5.',
  );
  expect(namesAsFlags(message('quantum'), nested)).toBe(message('quantum'));
});

test('writes the setting that a fault begins with where the group has no name', () => {
  expect(translate('period must be given (in the settings).')).toBe('--period must be given.');
});

test('says of a word without a flag that is missing where it stands', () => {
  const command = {
    positionals: ['period', 'timeColumn'],
    examples: [['anodec watch 10s time', 'an example']] as const,
  };
  const said = (message: string): string => missingPlaces(translate(message), command);
  expect(said('period must be given (in the settings of prepare).')).toBe(
    'period must be given, as in anodec watch 10s time.',
  );
  expect(said('windowSize must be given (in the settings of detector).')).toBe(
    '--window-size must be given.',
  );
});

test('the first example of a command gives each word that it needs, as the message says', async () => {
  const needing = (await allCommands()).flatMap(({ words, command }) => {
    const { positionals, sections, examples } = command;
    const needed = flagsOf(sections).filter(
      (flag) => flag.required && positionals.includes(flag.name),
    );
    const [[example]] = needed.length > 0 ? examples : [['']];
    const given = example.split(' --')[0].split(' ').length - words.length - 1;
    return needed.length > Math.max(0, given) ? [`${words.join(' ')}: ${example}`] : [];
  });
  expect(needing).toEqual([]);
});

test('knows the kind of a group by the name of the group', () => {
  expect(translate('Choose another `detector`.')).toBe('Choose another --detector.');
  expect(translate('Set `detector.windowSize: 5`.')).toBe('Set --window-size 5.');
});

test('leaves a name with a range as a search space has it', () => {
  expect(translate('Write one, such as windowSize=1..100.')).toBe(
    'Write one, such as windowSize=1..100.',
  );
});

test('names the flag of a list for a fault in one of its values', () => {
  const lists = flagsOf({ search: z.strictObject({ candidates: z.array(z.string()) }) });
  expect(
    namesAsFlags('candidates.1: must be one of a, b (in the settings of search).', lists),
  ).toBe('--candidates: must be one of a, b.');
});

test('lists the settings of a variant as flags, those of one word as well', () => {
  const lof = flagsOf({ detector: z.strictObject({ k: z.number(), maxRows: z.number() }) });
  expect(
    namesAsFlags('lof has no setting eps; it has k, maxRows (in the settings of detector).', lof),
  ).toBe('lof has no setting eps; it has --k, --max-rows (in the settings of detector).');
  expect(namesAsFlags('max has no setting k; it has none (in the settings).', lof)).toBe(
    'max has no setting --k; it has none (in the settings).',
  );
});
