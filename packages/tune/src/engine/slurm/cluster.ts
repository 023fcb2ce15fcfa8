/** The commands of Slurm that are used: sbatch, squeue and scancel; the only file that knows their options. */
import { execFile } from 'node:child_process';
import { ConfigError, DataError } from '@anodec/core';
import { errorCode } from '@anodec/files';

/** A job array to submit. */
export interface ArrayJob {
  /** Number of elements, which get SLURM_ARRAY_TASK_ID from 0. */
  readonly elements: number;
  /** How many of them run at a time. */
  readonly atATime: number;
  /** Shell script of an element. */
  readonly script: string;
  /** Folder for what elements print. */
  readonly folder: string;
  readonly partition?: string;
  readonly cpusPerTask: number;
  readonly minutes?: number;
  readonly megabytes?: number;
  /** Further options, such as "account=lab". */
  readonly options: readonly string[];
}

/** How an element of an array is: a word of Slurm such as PENDING, RUNNING, COMPLETED, TIMEOUT. */
export type ElementStates = ReadonlyMap<string, string>;

/** @returns number of the array. @throws DataError with what sbatch says */
export async function submitArray(job: ArrayJob): Promise<string> {
  const { elements, atATime, folder, partition, cpusPerTask, minutes, megabytes, options } = job;
  const out = await slurm(
    'sbatch',
    [
      '--parsable',
      '--job-name=anodec',
      '--no-requeue', // an attempt that is lost is asked for again by whoever counts attempts
      `--array=0-${elements - 1}%${atATime}`,
      `--cpus-per-task=${cpusPerTask}`,
      `--output=${folder}/slurm-%A_%a.out`,
      ...(partition === undefined ? [] : [`--partition=${partition}`]),
      ...(minutes === undefined ? [] : [`--time=${minutes}`]),
      ...(megabytes === undefined ? [] : [`--mem=${megabytes}`]),
      ...options.map((option) => `--${option}`),
    ],
    job.script,
  );
  return out.trim().split(';')[0]; // a federation says its cluster behind the number
}

/**
 * The states of the elements of arrays, by `ARRAY_ELEMENT`; elements that Slurm has forgotten are not among them.
 *
 * @throws DataError when Slurm does not answer
 */
export async function elementStates(arrays: readonly string[]): Promise<ElementStates> {
  const args = ['-h', '-r', '-t', 'all', '-o', '%i %T', '-j', arrays.join(',')];
  const out = await slurm('squeue', args).catch((error: unknown) => {
    // all of them are over for longer than Slurm remembers jobs
    if (error instanceof DataError && error.message.includes('Invalid job id')) return '';
    throw error;
  });
  const lines = out.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

/** Takes back elements of arrays that wait; those that run go on. */
export async function cancelPending(arrays: readonly string[]): Promise<void> {
  if (arrays.length > 0) await slurm('scancel', ['--state=PENDING', ...arrays]);
}

function slurm(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { timeout: 60_000 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      if (errorCode(error) === 'ENOENT') {
        return reject(
          new ConfigError(
            `The command ${command} of Slurm must be installed here, but it is not found. Run this on a machine of the ` +
              'cluster, or take another engine.',
          ),
        );
      }
      const said = stderr.trim() || error.message;
      reject(new DataError(`${command} must be accepted by Slurm, got: ${said}`));
    });
    child.stdin?.on('error', () => {}); // it ended before it had read its script
    child.stdin?.end(input);
  });
}
