/** Fits a classical detector to a table and scores another one, in a process of its own. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { dbscan, isolationForest, knn, localOutlierFactor, useNearestCode } from '@anodec/classic';
import { createFrame, type DetectorEntry } from '@anodec/core';
import type * as Kernels from '@anodec/kernels';

const CHANNELS = Array.from({ length: 51 }, (_, c) => `c${c}`);

const detectors: Readonly<Record<string, (rows: number, eps: number) => [DetectorEntry, object]>> =
  {
    'isolation-forest': () => [isolationForest, {}],
    lof: (rows) => [localOutlierFactor, { k: 20, maxRows: rows }],
    knn: (rows) => [knn, { k: 5, maxRows: rows }],
    dbscan: (rows, eps) => [dbscan, { minPts: 10, eps, maxRows: rows }],
  };

/** @param words the detector, the file of both tables, that of the code, that of the threads, and `eps` */
export async function task([name, file, code, jobs, eps]: readonly string[]) {
  setFlagsFromString('--experimental-wasm-relaxed-simd'); // as the pipeline does
  const { shareJobs } = (await import(jobs)) as Pick<typeof Kernels, 'shareJobs'>;
  const count = Number(process.env['ANODEC_THREADS'] ?? availableParallelism());
  useNearestCode(() => readFile(code), {
    count,
    start: (module, memory) => shareJobs({ module, memory, threads: count, native: true }),
  });
  const { buffer, byteOffset, byteLength } = await readFile(file);
  const values = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const half = values.length / 2;
  const train = createFrame({ values: values.subarray(0, half), channels: CHANNELS });
  const test = createFrame({ values: values.subarray(half), channels: CHANNELS });
  const [entry, options] = detectors[name](half / CHANNELS.length, Number(eps));
  const before = process.cpuUsage();
  const start = performance.now();
  const fitted = await entry.create(options).fit([train]);
  const fitSeconds = (performance.now() - start) / 1000;
  const { rows } = await fitted.score(test);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const mean = rows.reduce((sum, score) => sum + score, 0) / rows.length;
  const { eps: found } = fitted.state().arrays;
  return {
    seconds,
    fitSeconds,
    processorSeconds: (user + system) / 1e6,
    mean,
    eps: found?.data[0] ?? 0,
  };
}
