/** The reference has every command, flag and setting that the schemas have, in tables that are whole. */
import { expect, test } from 'vitest';
import { allCommands } from '../commands/all-commands.js';
import { flagsOf } from '../flags.js';
import { commandPages } from './command-pages.js';
import { markdownTable } from './markdown.js';
import { settingsPage } from './settings-page.js';

const all = (await allCommands()).map(
  ({ words, command }) => [['anodec', ...words].join(' '), command] as const,
);
const pages = new Map((await commandPages()).map(({ name, markdown }) => [name, markdown]));
const settings = await settingsPage();

test.each(all)('the page of %s has each flag once, and each example', (name, command) => {
  const page = pages.get(name) ?? '';
  for (const flag of flagsOf(command.sections)) {
    const written = flag.type === 'boolean' ? `\`--${flag.name}\`` : `\`--${flag.name} `;
    expect([flag.name, page.split(`\n| ${written}`).length - 1]).toEqual([flag.name, 1]);
    expect([flag.name, flag.help.trim()]).not.toEqual([flag.name, '']);
  }
  // a bar would end the cell
  for (const [line] of command.examples) expect(page).toContain(line.replaceAll('|', '\\|'));
});

test('the page of settings has each setting under its group, with its flag', () => {
  for (const [, { sections }] of all) {
    for (const [name, schema] of Object.entries(sections)) {
      const group = settings.split(/^## /m).filter((part) => part.startsWith(`${name}\n`));
      for (const flag of flagsOf({ [name]: schema })) {
        const rows = group.flatMap((part) =>
          part.split('\n').filter((line) => line.startsWith(`| \`${flag.path.join('.')}\` |`)),
        );
        expect(rows.filter((row) => row.includes(`| \`--${flag.name}\` |`))).not.toEqual([]);
      }
    }
  }
});

test('says what a setting may be, its default and the variants that have it', () => {
  const row = (setting: string): string | undefined =>
    settings.split('\n').find((line) => line.startsWith(`| \`${setting}\` |`));
  expect(row('windowSize')).toContain('| whole number from ');
  expect(row('validationSplit')).toContain('| number above 0 below 1 | `0.3` |');
  expect(row('missing.hold')).toContain('Of `forward-fill`, `linear`.');
  expect(row('scaler.kind')).toContain('| `standard`, `minmax`, ');
});

test('a bar in a cell does not end it', () => {
  expect(markdownTable(['a'], [['x|y']])).toBe('| a |\n|---|\n| x\\|y |');
  for (const [, page] of pages) {
    for (const block of page.split('\n\n').filter((part) => part.startsWith('| '))) {
      const widths = block.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(widths).size).toBe(1);
    }
  }
});
