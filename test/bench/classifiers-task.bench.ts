/** Trains a classifier on a table, in a process of its own. */
import { readFile } from 'node:fs/promises';
import { classifiers } from '@anodec/classifiers';
import { createClassifier } from '@anodec/core';
import type { ClassifierCase } from './classifiers.bench.js';

/** @param words the case as JSON and the file of the table, whose last column is the class */
export async function task([given, file]: readonly string[]) {
  const setup = JSON.parse(given) as ClassifierCase;
  const { columns } = setup;
  const { buffer, byteOffset, byteLength } = await readFile(file);
  const table = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const width = columns + 1;
  const values = table.filter((_, i) => i % width < columns);
  const targets = Uint8Array.from(table.filter((_, i) => i % width === columns));
  const features = Array.from({ length: columns }, (_, c) => ({ name: `c${c}` }));
  const classes = Array.from({ length: Math.max(...targets) + 1 }, (_, k) => String(k));
  const classifier = createClassifier(classifiers, setup.kind, settingsOf(setup));
  const before = process.cpuUsage();
  const start = performance.now();
  const fitted = await classifier.fit({ features, values }, { classes, values: targets });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const predicted = fitted.predict({ features, values });
  const right = predicted.reduce((sum, label, n) => sum + Number(label === targets[n]), 0);
  const accuracy = right / targets.length;
  return { seconds, processorSeconds: (user + system) / 1e6, accuracy };
}

function settingsOf(setup: ClassifierCase): object {
  if (setup.kind === 'random-forest') return { trees: setup.trees };
  const { layers, activation, solver, iterations } = setup;
  return {
    tolerance: 0,
    patience: 1e6,
    hiddenLayers: layers,
    activation,
    solver,
    maxIterations: iterations,
    scaling: 'none',
  };
}
