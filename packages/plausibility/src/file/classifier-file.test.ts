/** Tests of the exported classifier: it answers alone, holds no message, and refuses what it cannot be. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { classifiers } from '@anodec/classifiers';
import { createClassifier, DataError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinMessages, messageLabels, messageRows } from '../messages.js';
import { makeMalicious } from '../malicious/make-malicious.js';
import { smallMessages } from '../testing/small-messages.js';
import { openClassifier, writeClassifier } from './classifier-file.js';
import { plausibilityOf } from './plausibility.js';
import { scriptText, writeScript } from './write-script.js';

let folder = '';
let file = '';
const genuine = smallMessages(150);
const messages = joinMessages([genuine, makeMalicious(genuine, { kind: 'clear' }, 100, 1)]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-classifier-'));
  file = join(folder, 'classifier.json');
  const forest = createClassifier(classifiers, 'random-forest', { trees: 10 });
  const fitted = await forest.fit(messageRows(messages), messageLabels(messages));
  await writeClassifier(file, fitted.state());
});
afterAll(() => rmSync(folder, { recursive: true }));

test('answers from the file alone, with a score', async () => {
  const { classify, predict, score } = await openClassifier(file);
  expect(classify('car', 4400, 1780)).toBe('non-malicious');
  expect(classify('human', 4400, 1780)).toBe('malicious');
  expect(predict('human', 4400, 1780)).toBe(true);
  const { value, isProbability } = score('human', 4400, 1780);
  expect([isProbability, value > 0.5]).toEqual([true, true]);
});

test('has a decision for a score where the method knows no probabilities', async () => {
  const svm = createClassifier(classifiers, 'linear-svm', { degree: 2, c: 10 });
  const fitted = await svm.fit(messageRows(messages), messageLabels(messages));
  const { score, predict } = plausibilityOf(fitted);
  const { value, isProbability } = score('moto', 4400, 300);
  expect(isProbability).toBe(false);
  expect(value > 0).toBe(predict('moto', 4400, 300));
});

test('refuses a class that it does not know, and what is no size', async () => {
  const { classify } = await openClassifier(file);
  expect(() => classify('truck', 1, 1)).toThrow(DataError);
  expect(() => classify('truck', 1, 1)).toThrow(
    'The class must be one of car, human, moto, got "truck".',
  );
  expect(() => classify('car', NaN, 1)).toThrow(
    'The length must be a number of millimetres above 0, got NaN.',
  );
  expect(() => classify('car', 1, 0)).toThrow(
    'The width must be a number of millimetres above 0, got 0.',
  );
});

test('holds no message', () => {
  const text = readFileSync(file, 'utf8');
  const numbers = new Set(text.match(/\d+(\.\d+)?/g));
  // thresholds lie between two lengths; a length itself would be one only by chance
  const found = [...genuine.lengths].filter((length) => length > 1000 && numbers.has(`${length}`));
  expect(found.length).toBeLessThan(genuine.lengths.length / 5);
  expect(JSON.parse(text)).toMatchObject({ format: 'anodec-plausibility', version: 1 });
});

test('says how to make the file where there is none', async () => {
  await expect(openClassifier(join(folder, 'absent.json'))).rejects.toThrow(
    /absent\.json must be an exported classifier of messages, but there is no such file\. Train one first with npx anodec plausibility train/,
  );
});

test('refuses another file, a newer version, a cut one and an unknown classifier', async () => {
  const text = readFileSync(file, 'utf8');
  const changed = async (from: string, to: string) => {
    const path = join(folder, 'changed.json');
    writeFileSync(path, from === '' ? to : text.replace(from, to));
    return openClassifier(path);
  };
  await expect(changed('', '{"a":1}')).rejects.toThrow(
    'changed.json must be an exported classifier of messages',
  );
  await expect(changed('"version":1', '"version":2')).rejects.toThrow(
    'must be of version 1, got version 2.',
  );
  await expect(changed('', text.slice(0, 500))).rejects.toThrow('must be JSON, got a damaged file');
  await expect(changed('"trees":[{', '"trees":[{"a":1,')).rejects.toThrow(
    'The stored classifier must be complete',
  );
  await expect(changed('"random-forest"', '"oracle"')).rejects.toThrow(
    'There is no classifier "oracle".',
  );
});

test('the program beside it has at most 20 lines, answers, and ends with a sentence on an unknown class', async () => {
  expect(scriptText('classifier.json', 'x').trim().split('\n').length).toBeLessThanOrEqual(20);
  const library = pathToFileURL(new URL('../../dist/index.js', import.meta.url).pathname).href;
  const script = await writeScript(file, library);
  const ask = (...args: string[]) =>
    spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', cwd: tmpdir() });
  expect(ask('human', '4400', '1780').stdout).toBe('malicious\n');
  const { status, stderr } = ask('truck', '1', '1');
  expect([status, stderr]).toEqual([
    2,
    'The class must be one of car, human, moto, got "truck".\n',
  ]);
});
