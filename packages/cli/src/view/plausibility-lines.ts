/** Lines about messages and classifiers for a terminal. */
import { formatCount, countOf } from '@anodec/core';
import {
  type ClassifierResult,
  handMadeConfusion,
  MESSAGE_CLASSES,
  type Messages,
  type Prepared,
  TablesConfig,
} from '@anodec/plausibility';
import { confusionRatios } from '@anodec/classifiers';
import { quoted } from './quoted.js';
import { textTable } from './text-table.js';

/** What preparing read, left out and made. */
export function preparedLines({
  tables,
  absent,
  read,
  messages,
  path,
  seconds,
}: Prepared): string[] {
  const lines = tables.map(({ path: file, rows, incomplete, tooLarge, source }) => [
    `  ${file}`,
    `${countOf(rows, 'row')} of ${source.kind}`,
    leftOut(incomplete, tooLarge),
  ]);
  const genuine = messages.odd.filter((odd) => odd === 0).length;
  const malicious = messages.odd.length - genuine;
  return [
    ...textTable(lines),
    ...absent.map((file) => `  ${file} is not there; its class has fewer messages or none`),
    `${formatCount(read)} sizes read, ${formatCount(read - genuine)} repeats removed: ` +
      `${formatCount(genuine)} genuine messages (${countsOf(messages)})`,
    `${path}: ${formatCount(genuine)} genuine and ${formatCount(malicious)} malicious messages (${seconds.toFixed(1)} s)`,
  ];
}

function leftOut(incomplete: number, tooLarge: number): string {
  const parts = [
    ...(incomplete > 0 ? [`${formatCount(incomplete)} without a size`] : []),
    ...(tooLarge > 0 ? [`${formatCount(tooLarge)} too large to be true`] : []),
  ];
  return parts.length === 0 ? '' : `left out: ${parts.join(', ')}`;
}

/** Genuine messages of each class. */
export function countsOf({ kinds, odd }: Messages): string {
  return MESSAGE_CLASSES.map((name, kind) => {
    const count = kinds.filter((other, n) => other === kind && odd[n] === 0).length;
    return `${formatCount(count)} ${name}`;
  }).join(', ');
}

/** The comparison of classifiers, ratios with four decimals, the best F1 first. */
export function comparisonTable(results: readonly ClassifierResult[], test: Messages): string[] {
  const sorted = results.toSorted((a, b) => b.ratios.f1 - a.ratios.f1);
  const head = [
    '  Classifier',
    'TPR',
    'FPR',
    'TNR',
    'FNR',
    'PPV',
    'NPV',
    'Accuracy',
    'F1',
    'TN',
    'FP',
    'FN',
    'TP',
    'Training',
  ];
  const rows = sorted.map(({ title, ratios, confusion, trainSeconds }) => [
    `  ${title}`,
    ...ratioCells(ratios),
    ...countCells(confusion),
    `${trainSeconds.toFixed(1)} s`,
  ]);
  const byHand = handMadeConfusion(test);
  const isForCars = byHand.trueNegatives + byHand.falsePositives > 0;
  const hand = [
    '  Rectangles by hand, cars alone',
    ...ratioCells(confusionRatios(byHand)),
    ...countCells(byHand),
    '',
  ];
  const numeric = head.map((_, c) => c).slice(1);
  return [
    ...textTable([head, ...rows, ...(isForCars ? [hand] : [])], numeric),
    '  Positive is malicious; T and F are true and false, P and N positive and negative; PPV is precision, TPR recall.',
  ];
}

function ratioCells({
  tpr,
  fpr,
  tnr,
  fnr,
  ppv,
  npv,
  accuracy,
  f1,
}: ClassifierResult['ratios']): string[] {
  return [tpr, fpr, tnr, fnr, ppv, npv, accuracy, f1].map((ratio) =>
    Number.isNaN(ratio) ? '–' : ratio.toFixed(4),
  );
}

function countCells(confusion: ClassifierResult['confusion']): string[] {
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion;
  return [trueNegatives, falsePositives, falseNegatives, truePositives].map(formatCount);
}

/** The comparison as a table of a file, `;` between fields, full precision. */
export function comparisonCsv(results: readonly ClassifierResult[]): string {
  const names = ['tpr', 'fpr', 'tnr', 'fnr', 'ppv', 'npv', 'fdr', 'for', 'accuracy', 'f1'] as const;
  const head = ['classifier', ...names, 'tn', 'fp', 'fn', 'tp', 'train_seconds', 'test_seconds'];
  const rows = results.map(({ classifier, ratios, confusion, trainSeconds, testSeconds }) => [
    classifier,
    ...names.map((name) => ratios[name]),
    confusion.trueNegatives,
    confusion.falsePositives,
    confusion.falseNegatives,
    confusion.truePositives,
    trainSeconds,
    testSeconds,
  ]);
  return [head, ...rows].map((row) => `${row.join(';')}\n`).join('');
}

/** ` --folder FOLDER` of the commands about messages; nothing for the usual one. */
export function folderFlag(folder: string): string {
  return folder === TablesConfig.parse({}).folder ? '' : ` --folder ${quoted(folder)}`;
}
