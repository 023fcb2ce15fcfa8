/** Tests of the made-up tables of sizes: their quirks, their seed, and what they do not replace. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sizeFiles, writeSizes } from './write-sizes.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-made-sizes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const small = { cars: 400, bodies: 40, motos: 50, seed: 5 };
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
const rowsOf = (file: string): string[] => textOf(file).trim().split(/\r?\n/).slice(1);

test('writes the quirks of the originals', async () => {
  const written = await writeSizes(folder, small);
  expect(written.map(({ path }) => path)).toEqual(
    Object.values(sizeFiles).map((file) => join(folder, file)),
  );
  const cars = rowsOf(sizeFiles.cars);
  expect(cars.every((row) => /"\d\.\d, \w+ \(\d+ Hp\)"/.test(row))).toBe(true); // a comma inside quotation marks
  expect(cars.filter((row) => /,,|,17800,|,18250,|,3160,/.test(row)).length).toBe(
    cars.length - small.cars,
  );
  expect(rowsOf(sizeFiles.bodies)).toHaveLength(small.bodies);
  expect(rowsOf(sizeFiles.bodies).every((row) => /^\d+,\d;\d+,\d;/.test(row))).toBe(true);
  const motos = [...rowsOf(sizeFiles.motos), ...rowsOf(sizeFiles.motosItalian)];
  const complete = motos.filter((row) => /;\d \d{3};(\d )?\d{3}(;|$)/.test(row));
  expect(complete).toHaveLength(small.motos);
  expect(motos.filter((row) => /;\d\d \d{3};/.test(row))).toHaveLength(2); // a digit too many
  expect(textOf(sizeFiles.motosItalian)).toContain('LUNGHEZZA (mm);LARGHEZZA (mm)');
  expect(textOf(sizeFiles.motos)).toContain('\r\n');
});

test('has repeats among cars, since a size is sold in several trims', () => {
  const sizes = rowsOf(sizeFiles.cars).map((row) => row.split(',').slice(-3, -1).join());
  expect(new Set(sizes).size).toBeLessThan(sizes.length / 4);
});

test('leaves tables of the same seed as they are, and replaces others only on request', async () => {
  const before = textOf(sizeFiles.cars);
  await writeSizes(folder, small);
  expect(textOf(sizeFiles.cars)).toBe(before);
  writeFileSync(join(folder, sizeFiles.motos), 'mine');
  await expect(writeSizes(folder, { ...small, seed: 6 })).rejects.toThrow(DataError);
  expect([textOf(sizeFiles.cars), textOf(sizeFiles.motos)]).toEqual([before, 'mine']);
  await writeSizes(folder, { ...small, seed: 6 }, { force: true });
  expect(textOf(sizeFiles.cars)).not.toBe(before);
});
