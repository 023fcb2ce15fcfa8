/** Tests of the sentences about files that cannot be read or written. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { fileError } from './file-error.js';

const refusal = (code: string) => Object.assign(new Error('refused'), { code });

test('says what the operating system refused, and what to do', () => {
  const path = join(tmpdir(), 'book.xlsx');
  expect(fileError(refusal('ENOSPC'), path, 'written').message).toBe(
    `book.xlsx cannot be written: the disk of ${path} is full. Free some space or choose another place.`,
  );
  expect(fileError(refusal('ENOENT'), path, 'written').message).toContain(
    `nothing at ${tmpdir()}.`,
  );
  expect(fileError(refusal('ENOENT'), path, 'read').message).toContain(`nothing at ${path}.`);
  expect(fileError(refusal('ENXIO'), path, 'read').message).toBe(
    `book.xlsx cannot be read: the operating system answers ENXIO to ${path}.`,
  );
});

test('keeps the first error as the cause', () => {
  const folder = tmpdir();
  let error: unknown;
  try {
    readFileSync(folder);
  } catch (first) {
    error = first;
  }
  expect(fileError(error, folder, 'read')).toBeInstanceOf(DataError);
  expect(fileError(error, folder, 'read').cause).toBe(error);
});

test('leaves errors alone that are not of the operating system', () => {
  const own = new DataError('A sheet must have rows, got none.');
  expect(fileError(own, 'book.xlsx', 'read')).toBe(own);
  const parser = refusal('ERR_INVALID_ARG_TYPE');
  expect(fileError(parser, 'book.xlsx', 'read')).toBe(parser);
});
