/** Tests of how the blocks of a page are read. */
import { expect, test } from 'vitest';
import { argumentsOf, commandsOf, isPrinted, stepsOf } from './read-page.js';

test('a block of text is what the block before it prints', () => {
  const page = '```sh\nls\n```\n\nIt prints\n\n```text\na\n```\n';
  expect(stepsOf(page)).toMatchObject([{ language: 'sh', code: 'ls', line: 1, prints: 'a' }]);
});

test('a block that is not run says why, and one without a language is refused', () => {
  expect(stepsOf('<!-- not run: it is long -->\n```sh\nls\n```')[0].notRun).toBe('it is long');
  expect(() => stepsOf('```\nls\n```')).toThrow('got no language in line 1');
  expect(() => stepsOf('```text\na\n```\n')).toThrow('got text in line 1');
});

test('dots stand for the rest of a line, alone for any lines', () => {
  expect(isPrinted('a 3 s\nb\nc\n', 'a … s\n…\nc')).toBe(true);
  expect(isPrinted('a 3 s\nc', 'a … s\n…\nc')).toBe(true);
  expect(isPrinted('a 3\nc', 'a … s\nc')).toBe(false);
  expect(isPrinted('a\nb\nc', 'a\nc')).toBe(false);
  expect(isPrinted('a.b', 'a+b')).toBe(false);
});

test('comments and continued lines are read as a shell does', () => {
  expect(commandsOf("a 'b#c'   # why\n# all\nd \\\n  e\n")).toEqual(["a 'b#c'", 'd e']);
  expect(argumentsOf(`x 'a b' "c" d=1`)).toEqual(['x', 'a b', 'c', 'd=1']);
  expect(argumentsOf('x | y')).toBeUndefined();
});
