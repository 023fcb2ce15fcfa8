/** The graph of a detector for TensorBoard, read off the names and shapes of its arrays. */
import type { DetectorState } from '@anodec/core';

/** A node of the graph. */
interface Node {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly shape?: readonly number[];
  readonly attributes: string;
}

/** Layer of the linear path, which reads the window itself; the network reads what it leaves over. */
export const PATH = 'linear';

/**
 * Layers in the order of their arrays, `encoder.0.weightIh` being one of layer `encoder/0`, each reading the one
 * before, from the window to its reconstruction.
 */
export function modelGraph({ arrays, config, channels }: DetectorState): Node[] {
  const layers = new Map<string, string[]>();
  for (const [name, { shape }] of Object.entries(arrays)) {
    const cut = name.lastIndexOf('.');
    const layer = name.slice(0, Math.max(cut, 0)).replaceAll('.', '/');
    if (layer === '') continue;
    const list = layers.get(layer) ?? [];
    layers.set(layer, [...list, `${name.slice(cut + 1)} ${shape.join(' × ')}`]);
  }
  const W = typeof config.windowSize === 'number' ? config.windowSize : 1;
  const shape = [-1, W, channels.length];
  const nodes: Node[] = [
    { name: 'window', op: 'Window', inputs: [], shape, attributes: channels.join(', ') },
  ];
  const path = layers.get(PATH);
  if (path) {
    nodes.push({
      name: PATH,
      op: 'Linear',
      inputs: ['window'],
      shape,
      attributes: path.join('; '),
    });
    nodes.push({
      name: 'residual',
      op: 'Subtract',
      inputs: ['window', PATH],
      shape,
      attributes: '',
    });
  }
  for (const [name, parts] of layers) {
    if (name === PATH) continue;
    const isRecurrent = parts.some((part) => part.startsWith('weightHh'));
    const op = isRecurrent ? textOf(config.cell, 'recurrent').toUpperCase() : 'Linear';
    nodes.push({ name, op, inputs: [lastOf(nodes)], attributes: parts.join('; ') });
  }
  const inputs = path ? [lastOf(nodes), PATH] : [lastOf(nodes)];
  const op = path ? 'Add' : 'Window';
  nodes.push({ name: 'reconstruction', op, inputs, shape, attributes: '' });
  nodes.push({
    name: 'error',
    op: textOf(config.loss, 'error'),
    inputs: ['reconstruction', 'window'],
    attributes: '',
  });
  return nodes;
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function lastOf(nodes: readonly Node[]): string {
  return nodes[nodes.length - 1].name;
}
