/**
 * Hands jobs to a Slurm cluster as elements of job arrays. Jobs, their words and their ends are files in a folder that the
 * nodes see; Slurm carries a number. Jobs that are asked for together become one array. An element that ends without the
 * end of a job that it had begun has died; jobs that it had not begun are handed in again as an array of their own.
 */
import { fileURLToPath } from 'node:url';
import { parseDuration, variantSettings } from '@anodec/core';
import { z } from 'zod';
import type { Engine } from '../engine.js';
import { defineEngine, type EngineParts } from '../entry.js';
import { openSpool } from '../spool/spool.js';
import { createBatches } from './batches.js';
import { type ArrayJob, cancelPending, elementStates, submitArray } from './cluster.js';
import { type ElementJob, ElementJobs } from './element-jobs.js';

/** The compiled program of an element, relative to `src` and to `dist` alike. */
const ELEMENT = fileURLToPath(new URL('../../../dist/engine/slurm/element.js', import.meta.url));

const SlurmConfig = variantSettings('slurm', 'Nodes of a Slurm cluster, through job arrays', {
  partition: z.string().optional().describe('Partition of the cluster (default: its own)'),
  cpusPerTask: z.int().min(1).default(1).describe('Number of cores for each element of an array'),
  jobsPerElement: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe('Number of jobs that an element runs one after the other, to start fewer processes'),
  sbatchOptions: z
    .array(z.string())
    .default([])
    .describe('Further options of sbatch, without dashes, such as account=lab gres=gpu:1'),
  pollTime: z
    .string()
    .default('2s')
    .describe('Time between two looks at the files and the states of jobs, such as 2s'),
});

type SlurmConfig = z.output<typeof SlurmConfig>;

/** Milliseconds for jobs that are asked for together to become one array. */
const TOGETHER = 250;
/** Elements of an array at most; what Slurm allows unless it is set up otherwise, less one. */
const MOST_ELEMENTS = 1000;
/** Megabytes and minutes beside those of the job itself. */
const BESIDE = { megabytes: 256, minutes: 2 };

export const slurm = defineEngine(SlurmConfig, async (config, parts) => {
  const poll = parseDuration(config.pollTime);
  const spool = await openSpool(parts);
  const { jobsPerElement } = config;
  const jobs = new ElementJobs(spool, {
    submit: (arrayFile, elements) =>
      submitArray(arrayJob(config, parts, { arrayFile, elements, folder: spool.path })),
    states: elementStates,
    note: (line) => parts.note?.(line),
  });
  const batches = createBatches<ElementJob>({
    size: jobsPerElement,
    most: MOST_ELEMENTS * jobsPerElement,
    wait: jobsPerElement > 1 ? 2 * poll : TOGETHER,
    hand: (batch) => jobs.handIn(batch, jobsPerElement),
  });
  let closed = false;
  let timer = setTimeout(look, poll);
  function look(): void {
    void jobs
      .look((again) => batches.add(again))
      .finally(() => {
        if (!closed) timer = setTimeout(look, poll);
      });
  }
  return {
    // enough to fill elements while others run
    slots: parts.workers * jobsPerElement * (jobsPerElement > 1 ? 2 : 1),
    run: (job, listeners) => jobs.run(job, listeners, (one) => batches.add(one)),
    async close() {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      batches.close();
      await jobs.withdraw(cancelPending);
    },
  } satisfies Engine;
});

function arrayJob(
  { partition, cpusPerTask, jobsPerElement, sbatchOptions }: SlurmConfig,
  { workers, timeLimit, memoryLimit }: EngineParts,
  { arrayFile, elements, folder }: { arrayFile: string; elements: number; folder: string },
): ArrayJob {
  const command = [process.execPath, ELEMENT, arrayFile].map(quoted).join(' ');
  return {
    elements,
    atATime: workers,
    script: `#!/bin/sh\nexec ${command}\n`,
    folder,
    cpusPerTask,
    options: sbatchOptions,
    ...(partition !== undefined && { partition }),
    ...(timeLimit !== undefined && {
      minutes: Math.ceil((timeLimit * jobsPerElement) / 60) + BESIDE.minutes,
    }),
    ...(memoryLimit !== undefined && {
      megabytes: Math.ceil(memoryLimit / 2 ** 20) + BESIDE.megabytes,
    }),
  };
}

/** A word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
