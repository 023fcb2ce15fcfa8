/**
 * Where the time of a step goes on a GPU: in JavaScript, which records the commands, on the device as a whole, and in
 * each shader, by the device's own clock.
 */
import { tf } from '../tensorflow.js';
import { webgpuEngine } from './engine.js';
import { type PassTimes, SUBMIT_AFTER, timePasses } from './dispatch.js';

/** Milliseconds of one step, medians. */
export interface StepProfile {
  /** From the call to the last result in JavaScript's memory. */
  readonly whole: number;
  /** From the call until all commands are recorded; the device may be at work meanwhile. */
  readonly recording: number;
  /** The part of it in which the driver takes the commands. */
  readonly submitting: number;
  /** Of the device from the first command to the last, submitted at once; undefined without `timestamp-query`. */
  readonly device?: number;
  /** Of each shader by name, TensorFlow.js's with the shape of the result; summed over the dispatches of that name. */
  readonly shaders: Readonly<Record<string, number>>;
}

/**
 * Profiles a step on the current backend, which must be `webgpu`.
 *
 * @param step what to repeat; it must end with reading a result back
 */
export async function profileStep(
  step: () => Promise<unknown>,
  repetitions: number,
): Promise<StepProfile> {
  await step();
  const times: Pick<StepProfile, 'whole' | 'recording' | 'submitting'>[] = [];
  for (let i = 0; i < repetitions; i++) {
    const submits = timeSubmits();
    const start = performance.now();
    const done = step();
    const recording = performance.now() - start;
    const submitting = submits.end();
    await done;
    times.push({ whole: performance.now() - start, recording, submitting });
  }
  const passes = await profilePasses(step, repetitions);
  return {
    whole: median(times.map(({ whole }) => whole)),
    recording: median(times.map(({ recording }) => recording)),
    submitting: median(times.map(({ submitting }) => submitting)),
    ...passes,
  };
}

/** Sums up the milliseconds in which the driver takes commands. @returns what ends that and gives the sum */
function timeSubmits(): { end(): number } {
  const { queue } = webgpuEngine();
  const submit = queue.submit.bind(queue);
  let spent = 0;
  queue.submit = (buffers) => {
    const start = performance.now();
    submit(buffers);
    spent += performance.now() - start;
  };
  return {
    end() {
      Reflect.deleteProperty(queue, 'submit'); // the method of its class is there again
      return spent;
    },
  };
}

async function profilePasses(
  step: () => Promise<unknown>,
  repetitions: number,
): Promise<Pick<StepProfile, 'device' | 'shaders'>> {
  if (!webgpuEngine().device.features.has('timestamp-query')) return { shaders: {} };
  const batch = tf.env().getNumber(SUBMIT_AFTER);
  tf.env().set(SUBMIT_AFTER, 1e6);
  try {
    const profiles: PassTimes[] = [];
    for (let i = 0; i < repetitions; i++) profiles.push(await timePasses(step));
    const names = Object.keys(profiles[0].passes);
    return {
      device: median(profiles.map(({ whole }) => whole)),
      shaders: Object.fromEntries(
        names.map((name) => [name, median(profiles.map(({ passes }) => passes[name]))]),
      ),
    };
  } finally {
    tf.env().set(SUBMIT_AFTER, batch);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
