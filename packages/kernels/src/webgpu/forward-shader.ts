/** The forward shader of a layer; see `geometry.ts` for its two variants. */
import {
  exchangeText,
  heldText,
  type Product,
  productFunctions,
  productText,
  resultFunction,
  resultText,
} from './product.js';
import { forItems, gatesText, type ShaderOptions, type Storage, shaderText } from './shader.js';

/**
 * The buffers that it reads and writes, at most the eight that every adapter supports.
 *
 * matrix: weightHh in quads, (H/4, G, H, 4). product: input · weightIhᵀ + biasIh, (B, W, GH) or (B, GH).
 * bias: biasHh. tape: (B, W, (G + 1)H), what backward needs, where a tape records. previous: (B, W, H), the
 * hidden state before each row, for backward and for the next step of a `step` dispatch. states: (1 or 2, B, H), hidden and cell; the last in place of the initial ones.
 * hidden: (B, W, H), where the whole sequence is the output.
 */
export function forwardStorage(options: ShaderOptions): Storage[] {
  return [
    { name: 'matrix', type: 'vec4f', access: 'read' },
    { name: 'product', type: 'f32', access: 'read' },
    { name: 'bias', type: 'f32', access: 'read' },
    ...(options.records ? [{ name: 'tape', type: 'f32', access: 'read_write' } as const] : []),
    ...(keepsPrevious(options)
      ? [{ name: 'previous', type: 'f32', access: 'read_write' } as const]
      : []),
    { name: 'states', type: 'f32', access: 'read_write' },
    ...(options.sequenceOutput
      ? [{ name: 'hidden', type: 'f32', access: 'read_write' } as const]
      : []),
    ...(options.hasLengths ? [{ name: 'lengths', type: 'i32', access: 'read' } as const] : []),
  ];
}

/** Whether the hidden state before each row is stored. */
export function keepsPrevious({ records, geometry }: ShaderOptions): boolean {
  return records || !geometry.whole;
}

/**
 * The source of the shader.
 *
 * In a `step` dispatch the hidden state reaches the other workgroups through `previous`, where each
 * step writes the row of the next; step −1 lays the initial state there.
 */
export function forwardShader(options: ShaderOptions): string {
  const { cell, H, geometry } = options;
  const { whole } = geometry;
  const product: Product = {
    matrix: Array.from({ length: cell.gates }, (_, g) => `(k * G + ${g}u) * H + unit`),
    length: H,
    source: { name: 'previous', row: 'walk.first' },
  };
  const body = /* wgsl */ `
  let firstUnit = group.x * UNITS + column;
  var h = array<f32, ITEMS>();
  var c = array<f32, ITEMS>();
  ${forItems(geometry, (i) => `let bias${i} = biasOf(item${i});`)}
  ${forItems(geometry, (i) => `if (item${i}.there) { ${readStates(options, i)} }`)}
  ${whole ? `${heldText(geometry)}\n  workgroupBarrier();` : 'if (walk.first < 0) { return; }'}
  ${whole ? forItems(geometry, (i) => `var next${i} = inputOf(item${i}, walk.first);`) : ''}
  for (var s = walk.first; s < walk.end; s++) {
    ${forItems(geometry, (i) => readInput(whole, i))}
    ${productText(geometry)}
    ${exchangeText(geometry)}
    ${forItems(geometry, (i) => `if (item${i}.there) {${itemText(options, i)}\n    }`)}
    ${whole ? 'workgroupBarrier();' : ''}
  }
  ${whole ? forItems(geometry, (i) => `if (item${i}.there) { ${writeStates(cell.hasCell, i)} }`) : ''}`;
  const functions = [
    cell.forward,
    productFunctions(geometry, product),
    resultFunction(geometry),
    inputFunctions(options),
  ];
  return shaderText(options, forwardStorage(options), functions.join(''), body);
}

function inputFunctions({ cell, constantInput }: ShaderOptions): string {
  const row = `${constantInput ? 'item.sequence' : 'rowOf(item.sequence, s)'} * G * H`;
  return /* wgsl */ `
fn biasOf(item: Item) -> vec4f {
  if (!item.there) { return vec4f(); }
  return ${gatesText('bias', '0u', cell.gates, 'item.unit')};
}

fn inputOf(item: Item, s: i32) -> vec4f {
  if (!item.there || s < 0 || s >= walk.end) { return vec4f(); }
  return ${gatesText('product', row, cell.gates, 'item.unit')};
}
`;
}

/** Storage is slow to answer: what a row needs is asked for a row or at least a product earlier. */
function readInput(whole: boolean, i: number): string {
  if (!whole) return `let x${i} = inputOf(item${i}, s);`;
  return `let x${i} = next${i}; next${i} = inputOf(item${i}, s + 1);`;
}

/** The element-wise part of a row. */
function itemText(options: ShaderOptions, i: number): string {
  const { cell, geometry, sequenceOutput, records } = options;
  const { gates, hasCell } = cell;
  const { whole } = geometry;
  const result = resultText(geometry, i);
  return /* wgsl */ `
      let sequence = item${i}.sequence;
      let unit = item${i}.unit;
      let row = rowOf(sequence, s);
      let counts = s < lengthOf(sequence);
      ${whole && records ? `previous[row * H + unit] = h[${i}];` : ''}
      if (counts) {
        let r = ${gates === 4 ? result : `vec4f(${result}, 0.0)`} + bias${i};
        let step = forward(x${i}, r, h[${i}], c[${i}]);
        ${records ? writeTape(gates) : ''}
        h[${i}] = step.hidden;
        c[${i}] = step.cell;
      }
      ${sequenceOutput ? `hidden[row * H + unit] = select(0.0, h[${i}], counts);` : ''}
      ${whole ? writeVector(i) : publishStep(hasCell, i)}`;
}

function writeVector(i: number): string {
  return `vectors[item${i}.slot * QUADS + item${i}.unit / 4u][item${i}.unit % 4u] = h[${i}];`;
}

function readStates({ cell, geometry }: ShaderOptions, i: number): string {
  const unit = `item${i}.sequence * H + item${i}.unit`;
  const readCell = cell.hasCell ? `c[${i}] = states[walk.B * H + ${unit}];` : '';
  if (geometry.whole) return `h[${i}] = states[${unit}]; ${readCell} ${writeVector(i)}`;
  return /* wgsl */ `
    let at = rowOf(item${i}.sequence, max(walk.first, 0)) * H + item${i}.unit;
    if (walk.first < 0) { previous[at] = states[${unit}]; }
    else { h[${i}] = previous[at]; ${readCell} }`;
}

/** The end of a step of a `step` dispatch, which carries both states through storage. */
function publishStep(hasCell: boolean, i: number): string {
  return /* wgsl */ `
      if (s + 1 < i32(walk.W)) { previous[rowOf(sequence, s + 1) * H + unit] = h[${i}]; }
      else { states[sequence * H + unit] = h[${i}]; }
      ${hasCell ? `states[(walk.B + sequence) * H + unit] = c[${i}];` : ''}`;
}

function writeStates(hasCell: boolean, i: number): string {
  const unit = `item${i}.sequence * H + item${i}.unit`;
  return `states[${unit}] = h[${i}]; ${hasCell ? `states[walk.B * H + ${unit}] = c[${i}];` : ''}`;
}

function writeTape(gates: number): string {
  const letters = ['x', 'y', 'z', 'w'].slice(0, gates);
  const writes = letters.map((letter, g) => `tape[at + ${g}u * H] = step.gates.${letter};`);
  return `let at = row * (G + 1u) * H + unit; ${writes.join(' ')} tape[at + G * H] = step.extra;`;
}
