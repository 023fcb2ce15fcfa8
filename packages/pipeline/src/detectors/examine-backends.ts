/** What this machine offers to compute on, and how fast each is. */
import { isUserError } from '@anodec/core';
import {
  type ChosenBackend,
  ComputeConfig,
  startCompute,
  type StepTime,
  timeTrainingStep,
} from '@anodec/model';

/** One backend on this machine. */
export interface ExaminedBackend {
  readonly name: string;
  /** What it computes with; left out where it cannot be used. */
  readonly chosen?: ChosenBackend;
  /** Left out where it cannot be used, or where the processor imitates a GPU. */
  readonly time?: StepTime;
  /** Why it cannot be used, and the remedy. */
  readonly problem?: string;
}

/** Channels of the plant that the quick start simulates. */
const CHANNELS = 51;
/** A backend's share of the command's time. */
const PATIENCE_MILLISECONDS = 800;

/** Loads every backend in turn and times a training step of the default network on it. */
export async function examineBackends(): Promise<ExaminedBackend[]> {
  const names = ComputeConfig.shape.backend.unwrap().options.filter((name) => name !== 'auto');
  const examined: ExaminedBackend[] = [];
  for (const backend of names) examined.push(await examine(backend));
  return examined;
}

async function examine(backend: ComputeConfig['backend']): Promise<ExaminedBackend> {
  try {
    const chosen = await startCompute({ backend, strict: false });
    if (chosen.imitated) return { name: backend, chosen }; // a step may take half a minute
    const time = await timeTrainingStep({ backend }, CHANNELS, PATIENCE_MILLISECONDS);
    return { name: backend, chosen, time };
  } catch (error) {
    // a driver may fail in ways of its own: one backend less, no reason to hide the others
    const problem = isUserError(error) ? error.message : `It fails: ${String(error)}`;
    return { name: backend, problem };
  }
}

/** The fastest of those that work. */
export function fastestBackend(examined: readonly ExaminedBackend[]): ExaminedBackend | undefined {
  const speed = ({ time }: ExaminedBackend): number => (time ? 1 / time.milliseconds : 0);
  const [first] = [...examined].sort((a, b) => speed(b) - speed(a));
  return first?.time ? first : undefined;
}
