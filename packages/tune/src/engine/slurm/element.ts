/** The program of an element of a job array: runs the jobs that its array has for it, one after the other. */
import { appendFile } from 'node:fs/promises';
import { readJsonFile } from '@anodec/files';
import { z } from 'zod';
import { processesFor } from '../local.js';
import { createLocalProcesses } from '../local-processes.js';
import { readJob } from '../spool/documents.js';
import { filesOf } from '../spool/job-files.js';
import { runJob } from '../spool/run-job.js';

/** The file of an array: the paths of the jobs of each element. */
const ArrayFile = z.array(z.array(z.string()).min(1));

const [, , arrayFile = ''] = process.argv;
const { SLURM_ARRAY_TASK_ID = '', SLURM_CPUS_PER_TASK = '1' } = process.env;
process.env.ANODEC_THREADS ??= SLURM_CPUS_PER_TASK;

const elements = ArrayFile.parse(await readJsonFile(arrayFile));
const paths = elements[Number(SLURM_ARRAY_TASK_ID)];
const [first] = (await Promise.all(paths.map(readJob))).filter((job) => job !== undefined);
if (first) {
  const { asked, limits } = first; // all jobs of an array have one task
  const parts = { task: asked, folder: '', workers: 1, ...limits };
  const engine = createLocalProcesses({ ...processesFor(parts), directory: asked.directory });
  for (const path of paths) {
    const job = await readJob(path);
    if (!job) continue; // taken back
    const { events } = filesOf(path);
    await runJob(path, job, engine, (event) => appendFile(events, `${JSON.stringify(event)}\n`));
  }
  await engine.close();
}
