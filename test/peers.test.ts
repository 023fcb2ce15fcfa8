/** The comparison with other trainers: what it claims leads to tests, what is missing has a reason. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const path = fileURLToPath(new URL('../references/peers.md', import.meta.url));

interface Row {
  readonly number: string;
  /** Answers of the others, then ours. */
  readonly answers: readonly string[];
  readonly shown: string;
}

const rows: Row[] = readFileSync(path, 'utf8')
  .split('\n')
  .filter((line) => /^\| (T?\d+) \|/.test(line))
  .map((line) => {
    const [number, , ...cells] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { number, answers: cells.slice(0, -1), shown: cells[cells.length - 1] };
  });
const trainer = rows.filter(({ number }) => number.startsWith('T'));
const links = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);

test('has the 33 rows of the trainer and 18 of the program, each once and in order', () => {
  expect(trainer.map(({ number }) => number)).toEqual(
    Array.from({ length: 33 }, (_, i) => `T${i + 1}`),
  );
  const others = rows.slice(trainer.length).map(({ number }) => Number(number));
  expect(others).toEqual([...new Set(others)].sort((a, b) => a - b));
  expect(others).toHaveLength(18);
});

const own = ({ answers }: Row): string => answers[answers.length - 1];

test.each(rows)('row $number is answered by yes, part or no', (row) => {
  expect(['yes', 'part', 'no']).toContain(own(row));
});

test.each(rows.filter((row) => own(row) !== 'no'))(
  'row $number leads to a test that exists',
  ({ shown }) => {
    const tests = links(shown);
    expect(tests.length).toBeGreaterThan(0);
    const wrong = (link: string): boolean =>
      !link.endsWith('.test.ts') || !existsSync(join(dirname(path), link));
    expect(tests.filter(wrong)).toEqual([]);
  },
);

test.each(rows.filter((row) => own(row) !== 'yes'))('row $number says what is missing', (row) => {
  const said = row.shown.replaceAll(/\[[^\]]*\]\([^)]*\)/g, '').replaceAll(/`[^`]*`/g, '');
  expect(said.match(/[a-z]{2,}/gi)?.length ?? 0).toBeGreaterThan(1);
});

test('counts the rows as they are', () => {
  const totals = /\*\*Total yes \+ part\*\* \|(.+)\| \|/.exec(readFileSync(path, 'utf8'))?.[1];
  const counted = [0, 1, 2].map((column) => {
    const count = (answer: string): number =>
      trainer.filter(({ answers }) => answers[column] === answer).length;
    return `${count('yes')} + ${count('part')}`;
  });
  expect(totals?.split('|').map((cell) => cell.trim())).toEqual(counted);
});
