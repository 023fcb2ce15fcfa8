/** The backward shader of a layer; see `geometry.ts` for its two variants. */
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
 * The buffers that it reads and writes.
 *
 * matrix: weightHh in quads of its rows, (GH/4, H, 4). tape, previous: as forward wrote them.
 * dHidden: (B, W, H), where the whole sequence was the output. dStates: (1 or 2, B, H), gradients of hidden
 * and cell state; those of the initial ones in place of those of the last. dInput, dRecurrent:
 * (B, W, GH), with respect to the two parts of the gates before their nonlinearity; one and the same
 * in an LSTM.
 */
export function backwardStorage(options: ShaderOptions): Storage[] {
  const { separateGradients } = options.cell;
  const given: Storage[] = [
    { name: 'matrix', type: 'vec4f', access: 'read' },
    { name: 'tape', type: 'f32', access: 'read' },
    { name: 'dStates', type: 'f32', access: 'read_write' },
    { name: 'dRecurrent', type: 'f32', access: 'read_write' },
  ];
  if (separateGradients) {
    given.push({ name: 'previous', type: 'f32', access: 'read' });
    given.push({ name: 'dInput', type: 'f32', access: 'read_write' });
  }
  if (options.sequenceOutput) given.push({ name: 'dHidden', type: 'f32', access: 'read' });
  if (options.hasLengths) given.push({ name: 'lengths', type: 'i32', access: 'read' });
  return given;
}

/**
 * The source of the shader.
 *
 * Each step begins with the product of the step processed before it, so that one barrier pair, or one
 * dispatch, is enough; the product of the very last one goes to the initial hidden state, in step −1.
 */
export function backwardShader(options: ShaderOptions): string {
  const { cell, H, geometry } = options;
  const { gates, hasCell } = cell;
  const GH = gates * H;
  const source = `dRecurrent[rowOf(sequence, walk.end) * ${GH}u + k]`;
  const product = productText(options, GH, ['k * H + unit'], source);
  const body = /* wgsl */ `
  var dh: array<f32, EACH>;
  var dc: array<f32, EACH>;
  for (var e = 0u; e < EACH; e++) {
    let sequence = base + mine + e;
    if (sequence >= walk.B || unit >= H) { continue; }
    dh[e] = dStates[sequence * H + unit];
    ${hasCell ? 'dc[e] = dStates[(walk.B + sequence) * H + unit];' : ''}
  }
  ${geometry.whole ? clearVectors(GH) : ''}
  for (var s = walk.end - 1; s >= walk.first; s--) {
    var sums = array<vec4f, EACH>(); // as in forward-shader.ts
    ${geometry.whole ? product : `if (s + 1 < i32(walk.W)) {${product}}`}
    ${geometry.whole ? 'workgroupBarrier();' : ''}
    for (var e = 0u; e < EACH; e++) {
      let sequence = base + mine + e;
      if (sequence >= walk.B || unit >= H) { continue; }
      dh[e] += sums[e].x;
      if (s < 0) { continue; }
      let row = rowOf(sequence, s);
      var step = Backward(vec4f(), vec4f(), dh[e], dc[e]);
      if (s < lengthOf(sequence)) {
        let at = row * (G + 1u) * H;
        let gates = ${gatesText('tape', 'at', gates)};
        ${options.sequenceOutput ? 'dh[e] += dHidden[row * H + unit];' : ''}
        step = backward(gates, tape[at + G * H + unit], ${previousHidden(options)}, dh[e], dc[e]);
      }
      dh[e] = step.hidden;
      dc[e] = step.cell;
      ${writeGates('dRecurrent', `row * G * H`, 'recurrent', gates)}
      ${cell.separateGradients ? writeGates('dInput', `row * G * H`, 'input', gates) : ''}
      ${geometry.whole ? writeGates('vectors', `(mine + e) * ${padded(GH)}u`, 'recurrent', gates) : ''}
    }
    ${geometry.whole ? 'workgroupBarrier();' : ''}
  }
  for (var e = 0u; e < EACH; e++) {
    let sequence = base + mine + e;
    if (sequence >= walk.B || unit >= H) { continue; }
    dStates[sequence * H + unit] = dh[e];
    ${hasCell ? 'dStates[(walk.B + sequence) * H + unit] = dc[e];' : ''}
  }`;
  return shaderText(
    options,
    backwardStorage(options),
    cell.backward + vectorsText(options, GH),
    body,
  );
}

function clearVectors(GH: number): string {
  return /* wgsl */ `
  for (var at = local; at < ROWS * EACH * ${padded(GH)}u; at += THREADS) { vectors[at] = 0.0; }
  workgroupBarrier();`;
}

function previousHidden({ cell }: ShaderOptions): string {
  return cell.separateGradients ? 'previous[row * H + unit]' : '0.0';
}

function writeGates(name: string, base: string, field: string, gates: number): string {
  const letters = ['x', 'y', 'z', 'w'].slice(0, gates);
  return letters
    .map((letter, g) => `${name}[${base} + ${g}u * H + unit] = step.${field}.${letter};`)
    .join(' ');
}
