/**
 * A sum of many tensors on TensorFlow.js's WebGPU backend.
 *
 * Its own kernel binds all of them at once. Eight or more exceed the number of buffers that WebGPU
 * guarantees; the device refuses, and TensorFlow.js continues with an undefined result.
 */
import { tf } from '../tensorflow.js';

/** One buffer fewer than WebGPU guarantees; the eighth is the result. */
const MOST = 7;

type Sum = (terms: readonly tf.TensorInfo[]) => tf.TensorInfo;

/** Makes `tf.addN` add up in groups; idempotent. */
export function repairAddN(): void {
  if (repaired) return;
  repaired = true;
  const { kernelFunc, ...kernel } = tf.getKernel('AddN', 'webgpu');
  tf.unregisterKernel('AddN', 'webgpu');
  tf.registerKernel({
    ...kernel,
    kernelFunc({ inputs, backend, attrs }) {
      const addSome = (terms: readonly tf.TensorInfo[]) =>
        kernelFunc({ inputs: terms as never, backend, attrs }) as tf.TensorInfo;
      const free = ({ dataId }: tf.TensorInfo) => (backend as tf.KernelBackend).disposeData(dataId);
      return addInGroups(inputs as unknown as tf.TensorInfo[], addSome, free);
    },
  });
}

let repaired = false;

function addInGroups(
  terms: readonly tf.TensorInfo[],
  addSome: Sum,
  free: (sum: tf.TensorInfo) => void,
): tf.TensorInfo {
  if (terms.length <= MOST) return addSome(terms);
  const sums: tf.TensorInfo[] = [];
  for (let at = 0; at < terms.length; at += MOST) sums.push(addSome(terms.slice(at, at + MOST)));
  const total = addInGroups(sums, addSome, free);
  for (const sum of sums) free(sum);
  return total;
}
