/**
 * Weights of a PyTorch module as a fitted autoencoder: what `toTorchWeights` writes, and the state dict of
 * the original program's Lightning module, whose layers have names of their own.
 */
import { DataError, type DetectorState, type NamedArray } from '@anodec/core';
import { type CellName, cellGates } from '../autoencoder/cells.js';
import { decoderLayers, encoderLayers, parameterShapes } from '../autoencoder/shapes.js';
import { autoencoderState } from '../autoencoder/state.js';
import { AutoencoderConfig } from '../config.js';
import { applyPreset } from '../presets.js';
import { torchParts } from './to-torch.js';

type Arrays = Readonly<Record<string, NamedArray>>;

/** What weights do not say. */
export interface TorchImport {
  /** (C), in the order of the readings that the module was trained on. */
  readonly channels: readonly string[];
  /** Settings of the autoencoder, a preset among them; the sizes of the network come from the weights. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Of the arrays, for messages: a file name. */
  readonly origin?: string;
}

/** One recurrent layer in the arrays. */
interface Layer {
  /** Name of each array of the layer by its part, `weightIh` and so on. */
  readonly parts: Readonly<Record<string, string>>;
  readonly input: number;
  readonly hidden: number;
  readonly gates: number;
}

const RECURRENT = /^(.*?)((?:weight|bias)_(?:ih|hh))_l(\d+)(_reverse)?$/;

/**
 * The state of an autoencoder with the weights of a module, to be restored by its registry entry.
 *
 * A recurrent layer belongs to the encoder or to the decoder by its name, which must hold the word. Within a side layers
 * follow each other by their sizes and, where sizes leave a choice, by their names. Arrays of a linear layer
 * called `output` or `bridge`, or of the only linear layer that there is, are those of the network.
 *
 * @throws DataError when an array fits nowhere, is missing or has another shape
 * @throws ConfigError when a setting is not valid
 */
export function fromTorchWeights(
  arrays: Arrays,
  { channels, options = {}, origin = 'the weights' }: TorchImport,
): DetectorState {
  const layers = layersIn(arrays, origin);
  const C = channels.length;
  const encoder = chain('encoder', layers, C, origin);
  const last = encoder[encoder.length - 1];
  const linear = linearIn(arrays);
  const config = AutoencoderConfig.parse(
    applyPreset({
      ...options,
      cell: cellOf(last, origin),
      hiddenSize: encoder[0].hidden,
      embeddingSize: last.hidden,
      numLayers: encoder.length - 1,
      linearOutput: 'output' in linear,
      linearPath: false,
    }),
  );
  const first = decoderLayers(config, C)[0].input;
  const decoder = chain('decoder', layers, first, origin);
  const names: Record<string, string> = {};
  for (const [at, layer] of encoder.entries()) addNames(names, `encoder.${at}`, layer.parts);
  for (const [at, layer] of decoder.entries()) addNames(names, `decoder.${at}`, layer.parts);
  for (const [name, prefix] of Object.entries(linear)) {
    addNames(names, name, { weight: `${prefix}weight`, bias: `${prefix}bias` });
  }
  checkAllUsed(arrays, names, origin);
  checkLayers(config, C, { encoder, decoder }, origin);
  const shapes = Object.entries(parameterShapes(config, C));
  const found = shapes.map(([name, shape]) => [
    name,
    checked(arrays, { name: names[name] ?? name, shape, origin }),
  ]);
  return autoencoderState(config, channels, Object.fromEntries(found) as Arrays);
}

/** The recurrent layers by the side that their names hold, in the order of their names. */
function layersIn(arrays: Arrays, origin: string): Readonly<Record<string, Layer[]>> {
  const found = new Map<string, Record<string, string>>();
  for (const name of Object.keys(arrays)) {
    const [, prefix, part, index, reverse] = RECURRENT.exec(name) ?? [];
    if (part === undefined) continue;
    if (reverse) throw new DataError(`${name} in ${origin} must not be of a bidirectional layer.`);
    const layer = `${prefix}${index}`;
    const ours = Object.keys(torchParts).find((key) => torchParts[key] === `${part}_l0`) ?? part;
    found.set(layer, { ...found.get(layer), [ours]: name });
  }
  const sides: Record<string, Layer[]> = { encoder: [], decoder: [] };
  const byName = new Intl.Collator('en', { numeric: true });
  for (const [name, parts] of [...found].sort(([a], [b]) => byName.compare(a, b))) {
    const side = Object.keys(sides).find((one) => name.toLowerCase().includes(one));
    if (side === undefined) {
      throw new DataError(
        `The names of recurrent layers in ${origin} must hold encoder or decoder, got ${name}. Rename its arrays.`,
      );
    }
    sides[side].push(layerOf(arrays, parts, origin));
  }
  return sides;
}

function layerOf(arrays: Arrays, parts: Readonly<Record<string, string>>, origin: string): Layer {
  const missing = Object.keys(torchParts).find((part) => !(part in parts));
  if (missing !== undefined) {
    const [one] = Object.values(parts);
    throw new DataError(
      `${origin} must have two weights and two biases for each recurrent layer, got no ${torchParts[missing]} ` +
        `beside ${one}.`,
    );
  }
  const [, input] = arrays[parts.weightIh].shape;
  const [rows, hidden] = arrays[parts.weightHh].shape;
  return { parts, input, hidden, gates: rows / hidden };
}

/** The layers of a side, each with the hidden size of the one before as its input. */
function chain(
  side: string,
  layers: Readonly<Record<string, readonly Layer[]>>,
  first: number,
  origin: string,
): Layer[] {
  const left = [...layers[side]];
  const chained: Layer[] = [];
  for (let input = first; left.length > 0; input = chained[chained.length - 1].hidden) {
    const at = left.findIndex((layer) => layer.input === input);
    if (at < 0) {
      throw new DataError(
        `Layer ${chained.length + 1} of the ${side} in ${origin} must have ${input} inputs, got layers with ` +
          `${left.map((layer) => layer.input).join(', ')}.`,
      );
    }
    chained.push(...left.splice(at, 1));
  }
  if (chained.length > 0) return chained;
  throw new DataError(`${origin} must have a recurrent layer with ${side} in its name, got none.`);
}

function cellOf({ gates }: Layer, origin: string): CellName {
  const names = Object.keys(cellGates) as CellName[];
  const cell = names.find((name) => cellGates[name] === gates);
  if (cell) return cell;
  throw new DataError(
    `A recurrent layer in ${origin} must have the gates of ${names.join(' or ')}, got ${gates}.`,
  );
}

/** Prefixes of the linear layers by our names. */
function linearIn(arrays: Arrays): Readonly<Record<string, string>> {
  const prefixes = Object.keys(arrays)
    .filter((name) => name.endsWith('.weight'))
    .map((name) => name.slice(0, -'weight'.length));
  if (prefixes.length === 1) return { output: prefixes[0] };
  const ours = prefixes.filter((prefix) => /(^|\.)(output|bridge)\.$/.test(prefix));
  return Object.fromEntries(ours.map((prefix) => [prefix.split('.').at(-2) ?? prefix, prefix]));
}

function addNames(
  names: Record<string, string>,
  layer: string,
  parts: Readonly<Record<string, string>>,
): void {
  for (const [part, name] of Object.entries(parts)) names[`${layer}.${part}`] = name;
}

function checkAllUsed(
  arrays: Arrays,
  names: Readonly<Record<string, string>>,
  origin: string,
): void {
  const used = new Set(Object.values(names));
  const unused = Object.keys(arrays).filter((name) => !used.has(name));
  if (unused.length === 0) return;
  throw new DataError(
    `${origin} must hold the arrays of encoder, decoder, output and bridge alone, got ${unused.join(', ')} besides.`,
  );
}

/** @throws DataError when a side has more or fewer layers than the network */
function checkLayers(
  config: AutoencoderConfig,
  C: number,
  found: { readonly encoder: readonly Layer[]; readonly decoder: readonly Layer[] },
  origin: string,
): void {
  const wanted = { encoder: encoderLayers(config, C), decoder: decoderLayers(config, C) };
  for (const side of ['encoder', 'decoder'] as const) {
    if (wanted[side].length === found[side].length) continue;
    throw new DataError(
      `The ${side} in ${origin} must have ${wanted[side].length} recurrent layers beside ` +
        `${found.encoder.length} in the encoder, got ${found[side].length}.`,
    );
  }
}

function checked(
  arrays: Arrays,
  { name, shape, origin }: { name: string; shape: readonly number[]; origin: string },
): NamedArray {
  const array = arrays[name];
  if (array?.shape.join() === shape.join()) return { shape, data: array.data.slice() };
  throw new DataError(
    `${name} in ${origin} must be ${shape.join(' × ')}, got ${array?.shape.join(' × ') ?? 'none'}.`,
  );
}
