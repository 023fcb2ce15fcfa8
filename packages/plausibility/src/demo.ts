/**
 * The whole workflow on made-up tables: write them, prepare messages, draw them, compare classifiers, draw what each accepts,
 * export the best, and ask the exported file.
 */
import { join } from 'node:path';
import { renderSvg } from '@anodec/charts';
import { checkStopped, type Listeners } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import { type SizesSettings, writeSizes, type WrittenTable } from '@anodec/simulator';
import {
  compareClassifiers,
  type Result,
  splitMessages,
  type SplitMessages,
} from './compare/compare-classifiers.js';
import { contendersOf, type ContenderGroup } from './contenders.js';
import { openClassifier, writeClassifier } from './file/classifier-file.js';
import { plausibilityOf } from './file/plausibility.js';
import { writeScript } from './file/write-script.js';
import type { Message, Verdict } from './messages.js';
import { messageMap } from './plot.js';
import { type Prepared, prepareMessages, PrepareConfig, TablesConfig } from './prepare.js';

/** Settings of the demonstration. */
export interface DemoSettings {
  readonly folder: string;
  readonly sizes?: SizesSettings;
  readonly group?: ContenderGroup;
  readonly seed?: number;
  /** Address of this package for the exported program. */
  readonly library?: string;
}

/** What the demonstration tells as it goes. */
export interface DemoListener extends Listeners {
  onTables?(tables: readonly WrittenTable[]): void;
  onPrepared?(prepared: Prepared): void;
  onSplit?(split: SplitMessages): void;
  onResults?(results: readonly Result[]): void;
  onCharts?(paths: readonly string[]): void;
  onExport?(best: Result, classifier: string, script: string): void;
  onAnswer?(message: Message, verdict: Verdict, score: number): void;
}

/** Messages that the demonstration asks about; a car of usual size and three odd ones. */
const QUESTIONS: readonly Message[] = [
  { kind: 'car', length: 4300, width: 1790 },
  { kind: 'moto', length: 6000, width: 1000 },
  { kind: 'human', length: 950, width: 1080 },
  { kind: 'human', length: 4300, width: 1790 },
];

/**
 * Runs the whole workflow.
 *
 * @throws DataError when the folder holds other tables; StoppedError on an abort
 */
export async function runDemo(
  { folder, sizes, group = 'tuned', seed = 42, library }: DemoSettings,
  listener: DemoListener = {},
): Promise<void> {
  const tables = await writeSizes(folder, { seed, ...sizes }, listener);
  listener.onTables?.(tables);
  const config = PrepareConfig.parse({ seed });
  const uniform = { kind: 'uniform' };
  const prepared = await prepareMessages(TablesConfig.parse({ folder }), uniform, config, listener);
  listener.onPrepared?.(prepared);
  const split = splitMessages(prepared.messages, { testShare: 0.5, splitSeed: seed });
  listener.onSplit?.(split);
  const results = await compareClassifiers(contendersOf(group), split, listener);
  listener.onResults?.(results);
  listener.onCharts?.(await drawMaps(folder, prepared, results.slice(0, 4), listener));
  const best = bestOf(results);
  const classifier = join(folder, 'classifier.json');
  await writeClassifier(classifier, best.fitted.state());
  listener.onExport?.(best, classifier, await writeScript(classifier, library));
  const exported = await openClassifier(classifier); // asked from the file alone
  for (const message of QUESTIONS) {
    const { kind, length, width } = message;
    const verdict = exported.classify(kind, length, width);
    listener.onAnswer?.(message, verdict, exported.score(kind, length, width).value);
  }
}

/** The result with the largest F1. */
export function bestOf(results: readonly Result[]): Result {
  return results.reduce((best, other) => (other.ratios.f1 > best.ratios.f1 ? other : best));
}

/** Draws the messages, and behind them what each classifier accepts. */
async function drawMaps(
  folder: string,
  { messages }: Prepared,
  results: readonly Result[],
  { signal }: Listeners,
): Promise<string[]> {
  const maps = [
    { name: 'messages', spec: messageMap(messages) },
    ...results.map(({ classifier, title, fitted }) => ({
      name: `accepted-${classifier}`,
      spec: messageMap(messages, { title, plausibility: plausibilityOf(fitted) }),
    })),
  ];
  const paths: string[] = [];
  for (const { name, spec } of maps) {
    checkStopped(signal, 'drawing charts');
    const path = join(folder, `${name}.svg`);
    await writeFileAtomic(path, await renderSvg(spec));
    paths.push(path);
  }
  return paths;
}
