/**
 * Bind groups that are kept: to make one takes longer than to record the dispatch that it is for, and TensorFlow.js
 * makes one for every dispatch, although a training binds the same buffers in every step.
 */

/** Groups kept of a device; a training has a few hundred. */
const MOST = 4096;

/** Makes the device answer a request for a bind group that it has had before with the same one. */
export function keepBindGroups(device: GPUDevice): void {
  const make = device.createBindGroup.bind(device);
  const groups = new Map<string, GPUBindGroup>();
  device.createBindGroup = (descriptor) => {
    const key = keyOf(descriptor);
    if (key === undefined) return make(descriptor);
    const known = groups.get(key);
    if (known) return known;
    if (groups.size >= MOST) groups.clear();
    const made = make(descriptor);
    groups.set(key, made);
    return made;
  };
  keepLayouts(device);
}

/** A pipeline makes an object for its layout at each request; the first one serves them all. */
function keepLayouts(device: GPUDevice): void {
  const make = device.createComputePipeline.bind(device);
  device.createComputePipeline = (descriptor) => {
    const pipeline = make(descriptor);
    const layoutOf = pipeline.getBindGroupLayout.bind(pipeline);
    const layouts = new Map<number, GPUBindGroupLayout>();
    pipeline.getBindGroupLayout = (index) => {
      const layout = layouts.get(index) ?? layoutOf(index);
      layouts.set(index, layout);
      return layout;
    };
    return pipeline;
  };
}

/** What the group binds, as a text; undefined where it binds something else than buffers. */
function keyOf({ layout, entries }: GPUBindGroupDescriptor): string | undefined {
  let key = `${numberOf(layout)}`;
  for (const { binding, resource } of entries) {
    if (!('buffer' in resource)) return undefined;
    const { buffer, offset = 0, size = 0 } = resource;
    key += ` ${binding}:${numberOf(buffer)}+${offset}.${size}`;
  }
  return key;
}

const numbers = new WeakMap<object, number>();
let given = 0;

/** A number that no other object has. */
function numberOf(thing: object): number {
  const known = numbers.get(thing);
  if (known !== undefined) return known;
  numbers.set(thing, ++given);
  return given;
}
