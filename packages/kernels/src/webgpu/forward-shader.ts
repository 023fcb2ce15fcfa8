/** The forward shader of a layer; see `geometry.ts` for its two variants. */
import {
  gatesText,
  padded,
  productText,
  type ShaderOptions,
  type Storage,
  shaderText,
  vectorsText,
} from './shader.js';

/**
 * The buffers that it reads and writes, at most the eight that every adapter supports.
 *
 * matrix: weightHh in quads, (H/4, G, H, 4). product: input · weightIhᵀ + biasIh, (B, W, GH) or (B, GH).
 * bias: biasHh. tape: (B, W, (G + 1)H), what backward needs. previous: (B, W, H), the hidden state
 * before each row. states: (1 or 2, B, H), hidden and cell; the last in place of the initial ones.
 * hidden: (B, W, H), where the whole sequence is the output.
 */
export function forwardStorage(options: ShaderOptions): Storage[] {
  return [
    { name: 'matrix', type: 'vec4f', access: 'read' },
    { name: 'product', type: 'f32', access: 'read' },
    { name: 'bias', type: 'f32', access: 'read' },
    { name: 'tape', type: 'f32', access: 'read_write' },
    { name: 'previous', type: 'f32', access: 'read_write' },
    { name: 'states', type: 'f32', access: 'read_write' },
    ...(options.sequenceOutput
      ? [{ name: 'hidden', type: 'f32', access: 'read_write' } as const]
      : []),
    ...(options.hasLengths ? [{ name: 'lengths', type: 'i32', access: 'read' } as const] : []),
  ];
}

/**
 * The source of the shader.
 *
 * In a `step` dispatch the hidden state reaches the other workgroups through `previous`, where each
 * step writes the row of the next; step −1 lays the initial state there.
 */
export function forwardShader(options: ShaderOptions): string {
  const { cell, H, geometry } = options;
  const { gates } = cell;
  const matrix = Array.from({ length: gates }, (_, g) => `(k * G + ${g}u) * H + unit`);
  const product = productText(options, H, matrix, 'previous[rowOf(sequence, walk.first) * H + k]');
  const body = /* wgsl */ `
  let biases = ${gatesText('bias', '0u', gates)};
  var h: array<f32, EACH>;
  var c: array<f32, EACH>;
  ${geometry.whole ? readStatesWhole(options) : readStatesStep(options)}
  for (var s = walk.first; s < walk.end; s++) {
    var sums = array<vec4f, EACH>(); // explicit: SwiftShader zeroes a bare var only once
    ${product}
    ${geometry.whole ? 'workgroupBarrier();' : ''}
    for (var e = 0u; e < EACH; e++) {
      let sequence = base + mine + e;
      if (sequence >= walk.B || unit >= H) { continue; }
      let row = rowOf(sequence, s);
      let counts = s < lengthOf(sequence);
      ${geometry.whole ? 'previous[row * H + unit] = h[e];' : ''}
      if (counts) {
        let x = ${gatesText('product', `${options.constantInput ? 'sequence' : 'row'} * G * H`, gates)};
        let step = forward(x, sums[e] + biases, h[e], c[e]);
        let at = row * (G + 1u) * H + unit;
        ${writeGates(gates)}
        tape[at + G * H] = step.extra;
        h[e] = step.hidden;
        c[e] = step.cell;
      }
      ${options.sequenceOutput ? 'hidden[row * H + unit] = select(0.0, h[e], counts);' : ''}
      ${geometry.whole ? `vectors[(mine + e) * ${padded(H)}u + unit] = h[e];` : publishStep(cell.hasCell)}
    }
    ${geometry.whole ? 'workgroupBarrier();' : ''}
  }
  ${geometry.whole ? writeStates(cell.hasCell) : ''}`;
  return shaderText(options, forwardStorage(options), cell.forward + vectorsText(options, H), body);
}

function readStatesWhole({ H, cell }: ShaderOptions): string {
  return /* wgsl */ `
  for (var at = local; at < ROWS * EACH * ${padded(H)}u; at += THREADS) { vectors[at] = 0.0; }
  workgroupBarrier(); // the padding stays 0
  for (var e = 0u; e < EACH; e++) {
    let sequence = base + mine + e;
    if (sequence >= walk.B) { continue; }
    h[e] = states[sequence * H + unit];
    ${cell.hasCell ? 'c[e] = states[(walk.B + sequence) * H + unit];' : ''}
    vectors[(mine + e) * ${padded(H)}u + unit] = h[e];
  }
  workgroupBarrier();`;
}

function readStatesStep({ cell }: ShaderOptions): string {
  return /* wgsl */ `
  for (var e = 0u; e < EACH; e++) {
    let sequence = base + mine + e;
    if (sequence >= walk.B || unit >= H) { continue; }
    if (walk.first < 0) {
      previous[rowOf(sequence, 0) * H + unit] = states[sequence * H + unit];
      continue;
    }
    h[e] = previous[rowOf(sequence, walk.first) * H + unit];
    ${cell.hasCell ? 'c[e] = states[(walk.B + sequence) * H + unit];' : ''}
  }
  if (walk.first < 0) { return; }`;
}

/** The end of a step of a `step` dispatch, which carries both states through storage. */
function publishStep(hasCell: boolean): string {
  return /* wgsl */ `
      if (s + 1 < i32(walk.W)) { previous[rowOf(sequence, s + 1) * H + unit] = h[e]; }
      else { states[sequence * H + unit] = h[e]; }
      ${hasCell ? 'states[(walk.B + sequence) * H + unit] = c[e];' : ''}`;
}

function writeStates(hasCell: boolean): string {
  return /* wgsl */ `
  for (var e = 0u; e < EACH; e++) {
    let sequence = base + mine + e;
    if (sequence >= walk.B) { continue; }
    states[sequence * H + unit] = h[e];
    ${hasCell ? 'states[(walk.B + sequence) * H + unit] = c[e];' : ''}
  }`;
}

function writeGates(gates: number): string {
  const letters = ['x', 'y', 'z', 'w'].slice(0, gates);
  return letters.map((letter, g) => `tape[at + ${g}u * H] = step.gates.${letter};`).join(' ');
}
