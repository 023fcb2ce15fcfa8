/** The backward shader of a layer; see `geometry.ts` for its two variants. */
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
  const { hasCell } = cell;
  const { whole } = geometry;
  const GH = cell.gates * H;
  const product: Product = {
    matrix: [0, 1, 2, 3].map((i) => `k * H + unit + ${i}u * COLUMNS`),
    length: GH,
    source: { name: 'dRecurrent', row: 'walk.end' },
  };
  const multiply = `${productText(geometry)}\n${exchangeText(geometry)}`;
  const collect = forItems(
    geometry,
    (i) => `if (item${i}.there) { dh[${i}] += ${resultText(geometry, i)}; }`,
  );
  const body = /* wgsl */ `
  let firstUnit = group.x * UNITS + column;
  var dh = array<f32, ITEMS>();
  var dc = array<f32, ITEMS>();
  ${forItems(geometry, (i) => `if (item${i}.there) { ${readStates(hasCell, i)} }`)}
  ${whole ? heldText(geometry) : ''}
  ${whole ? forItems(geometry, (i) => `var next${i} = savedOf(item${i}, walk.end - 1);`) : ''}
  for (var s = walk.end - 1; s >= walk.first; s--) {
    ${forItems(geometry, (i) => readSaved(whole, i))}
    ${whole ? `${multiply}\n${collect}` : `if (s + 1 < i32(walk.W)) {\n${multiply}\n${collect}\n}`}
    ${forItems(geometry, (i) => `if (item${i}.there && s >= 0) {${itemText(options, i)}\n    }`)}
    ${whole ? 'workgroupBarrier();' : ''}
  }
  ${forItems(geometry, (i) => `if (item${i}.there) { ${writeStates(hasCell, i)} }`)}`;
  const functions = [
    cell.backward,
    productFunctions(geometry, product),
    resultFunction(geometry),
    savedFunction(options),
  ];
  return shaderText(options, backwardStorage(options), functions.join(''), body);
}

function savedFunction({ cell, sequenceOutput }: ShaderOptions): string {
  const previous = cell.separateGradients ? 'previous[row * H + item.unit]' : '0.0';
  return /* wgsl */ `
struct Saved { gates: vec4f, extra: f32, previous: f32, dHidden: f32 }

fn savedOf(item: Item, s: i32) -> Saved {
  if (!item.there || s < 0) { return Saved(vec4f(), 0.0, 0.0, 0.0); }
  let row = rowOf(item.sequence, s);
  let at = row * (G + 1u) * H;
  let gates = ${gatesText('tape', 'at', cell.gates, 'item.unit')};
  let dHidden = ${sequenceOutput ? 'dHidden[row * H + item.unit]' : '0.0'};
  return Saved(gates, tape[at + G * H + item.unit], ${previous}, dHidden);
}
`;
}

/** As forward: asked for a row or at least a product earlier. */
function readSaved(whole: boolean, i: number): string {
  if (!whole) return `let saved${i} = savedOf(item${i}, s);`;
  return `let saved${i} = next${i}; next${i} = savedOf(item${i}, s - 1);`;
}

/** The element-wise part of a row. */
function itemText({ cell, geometry }: ShaderOptions, i: number): string {
  const { gates, separateGradients } = cell;
  return /* wgsl */ `
      let sequence = item${i}.sequence;
      let unit = item${i}.unit;
      let row = rowOf(sequence, s);
      var step = Backward(vec4f(), vec4f(), dh[${i}], dc[${i}]);
      if (s < lengthOf(sequence)) {
        dh[${i}] += saved${i}.dHidden;
        step = backward(saved${i}.gates, saved${i}.extra, saved${i}.previous, dh[${i}], dc[${i}]);
      }
      dh[${i}] = step.hidden;
      dc[${i}] = step.cell;
      ${writeGates('dRecurrent', 'recurrent', gates)}
      ${separateGradients ? writeGates('dInput', 'input', gates) : ''}
      ${geometry.whole ? writeVector(gates, i) : ''}`;
}

function readStates(hasCell: boolean, i: number): string {
  const unit = `item${i}.sequence * H + item${i}.unit`;
  return `dh[${i}] = dStates[${unit}]; ${hasCell ? `dc[${i}] = dStates[walk.B * H + ${unit}];` : ''}`;
}

function writeStates(hasCell: boolean, i: number): string {
  const unit = `item${i}.sequence * H + item${i}.unit`;
  return `dStates[${unit}] = dh[${i}]; ${hasCell ? `dStates[walk.B * H + ${unit}] = dc[${i}];` : ''}`;
}

function writeGates(name: string, field: string, gates: number): string {
  const letters = ['x', 'y', 'z', 'w'].slice(0, gates);
  return letters
    .map((letter, g) => `${name}[(row * G + ${g}u) * H + unit] = step.${field}.${letter};`)
    .join(' ');
}

function writeVector(gates: number, i: number): string {
  const letters = ['x', 'y', 'z', 'w'].slice(0, gates);
  return letters
    .map((letter, g) => {
      const at = `(${g}u * H + unit)`;
      return `vectors[item${i}.slot * QUADS + ${at} / 4u][${at} % 4u] = step.recurrent.${letter};`;
    })
    .join(' ');
}
