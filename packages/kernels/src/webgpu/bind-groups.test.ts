/** Bind groups and buffers that are kept, with a device that only counts what it makes. */
import { expect, test } from 'vitest';
import { keepBindGroups } from './bind-groups.js';
import { OrderedBuffers } from './buffers.js';

function countingDevice() {
  const made = { groups: 0, buffers: 0, layouts: 0, destroyed: 0 };
  const device = {
    createBindGroup: () => ({ group: made.groups++ }),
    createComputePipeline: () => ({ getBindGroupLayout: () => ({ layout: made.layouts++ }) }),
    createBuffer: ({ size, usage }: { size: number; usage: number }) => {
      made.buffers++;
      return { size, usage, destroy: () => made.destroyed++ };
    },
  };
  return { made, device: device as unknown as GPUDevice };
}

const none = {
  numBytesUsed: 0,
  numBytesAllocated: 0,
  getNumUsedBuffers: () => 0,
} as OrderedBuffers;

test('the same buffers in the same layout are bound once', () => {
  const { made, device } = countingDevice();
  keepBindGroups(device);
  const buffers = new OrderedBuffers(device, none);
  const [a, b] = [buffers.acquireBuffer(16, 1), buffers.acquireBuffer(16, 1)];
  const pipeline = device.createComputePipeline({} as GPUComputePipelineDescriptor);
  const bind = (first: GPUBuffer, second: GPUBuffer, size = 16) =>
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: first } },
        { binding: 1, resource: { buffer: second, size } },
      ],
    });
  expect(bind(a, b)).toBe(bind(a, b));
  expect(made).toMatchObject({ groups: 1, layouts: 1 });
  expect(bind(b, a)).not.toBe(bind(a, b));
  expect(bind(a, b, 8)).not.toBe(bind(a, b));
  expect(made.groups).toBe(3);
});

test('a step that does what the step before did gets the same buffers in the same order', () => {
  const { made, device } = countingDevice();
  const buffers = new OrderedBuffers(device, none);
  const step = () => {
    const first = [1, 2, 3].map(() => buffers.acquireBuffer(16, 1));
    buffers.releaseBuffer(first[1]);
    const again = buffers.acquireBuffer(16, 1);
    const all = [first[0], first[2], again];
    for (const buffer of [all[2], all[0], all[1]]) buffers.releaseBuffer(buffer);
    return [...first, again];
  };
  const before = step();
  expect(step()).toEqual(before);
  expect(step().every((buffer, i) => buffer === before[i])).toBe(true);
  expect(made.buffers).toBe(3);
});

test('sizes and usages are kept apart, and what must not be used again is destroyed', () => {
  const { made, device } = countingDevice();
  const buffers = new OrderedBuffers(device, none);
  const first = buffers.acquireBuffer(16, 1);
  expect(buffers.numBytesUsed).toBe(16);
  buffers.releaseBuffer(first);
  expect([buffers.acquireBuffer(16, 2), buffers.acquireBuffer(32, 1)]).not.toContain(first);
  expect(buffers.acquireBuffer(16, 1)).toBe(first);
  buffers.releaseBuffer(first, false);
  expect(made.destroyed).toBe(1);
  expect(buffers.acquireBuffer(16, 1)).not.toBe(first);
  expect([buffers.getNumUsedBuffers(), buffers.getNumFreeBuffers()]).toEqual([3, 0]);
  expect([buffers.numBytesUsed, buffers.numBytesAllocated]).toEqual([64, 64]);
});
