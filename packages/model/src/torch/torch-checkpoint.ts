/**
 * Checkpoints of PyTorch and Lightning, `.ckpt` and `.pt`, without Python: the weights of the module, and the
 * hyperparameters beside them. The pickle in the file is read and not run.
 *
 * Source: PyTorch 2.13, torch/serialization.py and torch/_utils.py; pytorch-lightning 1.2.8, dump_checkpoint.
 */
import { DataError, type NamedArray } from '@anodec/core';
import { PickledGlobal, PickledObject, readPickle } from './pickle.js';
import { readStoredZip } from './stored-zip.js';

/** What a checkpoint holds of a module. */
export interface TorchCheckpoint {
  /** The state dict, in single precision; see `fromTorchWeights`. */
  readonly arrays: Readonly<Record<string, NamedArray>>;
  /** Numbers, texts and switches that the module was made with; none in a plain state dict. */
  readonly hyperParameters: Readonly<Record<string, string | number | boolean | null>>;
}

/** The numbers of a storage, which several tensors may share. */
class Storage {
  readonly type: string;
  readonly bytes: Uint8Array;
  constructor(type: string, bytes: Uint8Array) {
    this.type = type;
    this.bytes = bytes;
  }
}

/** How a number of a storage is read. To add a type of numbers: one entry here. */
const NUMBERS: Readonly<Record<string, NumberType>> = {
  'torch FloatStorage': { bytes: 4, read: (view, index) => view.getFloat32(4 * index, true) },
  'torch DoubleStorage': { bytes: 8, read: (view, index) => view.getFloat64(8 * index, true) },
};

interface NumberType {
  readonly bytes: number;
  readonly read: (view: DataView, index: number) => number;
}

/**
 * Reads the weights in a file of `torch.save`: a checkpoint of Lightning, or a state dict by itself.
 *
 * @param origin of the bytes, for messages: a file name
 * @throws DataError when the bytes are not such a file, or an array does not hold floating-point numbers
 */
export function decodeTorchCheckpoint(
  bytes: Uint8Array,
  origin = 'the checkpoint',
): TorchCheckpoint {
  const files = readStoredZip(bytes, origin);
  const pickled = [...files.keys()].find((name) => name.endsWith('/data.pkl'));
  if (pickled === undefined) {
    throw new DataError(`${origin} must hold data.pkl, as torch.save writes it, got none.`);
  }
  const folder = pickled.slice(0, -'data.pkl'.length);
  const load = (key: unknown): unknown => storageOf(key, files, folder, origin);
  const root = readPickle(files.get(pickled) ?? new Uint8Array(0), load, origin);
  const stored = mapOf(root)?.get('state_dict') ?? root;
  const named = [...(mapOf(stored) ?? [])].flatMap(([name, value]) => {
    const tensor = tensorOf(value);
    return tensor ? [[String(name), arrayOf(tensor, `${String(name)} in ${origin}`)] as const] : [];
  });
  if (named.length === 0) {
    throw new DataError(`${origin} must hold a state dict, got none. Save model.state_dict().`);
  }
  return { arrays: Object.fromEntries(named), hyperParameters: hyperParametersOf(root) };
}

/** @param key `('storage', type, name, device, count)` */
function storageOf(
  key: unknown,
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
  origin: string,
): Storage {
  const [, type, name] = Array.isArray(key) ? (key as unknown[]) : [];
  const bytes = files.get(`${folder}data/${String(name)}`);
  if (type instanceof PickledGlobal && bytes) return new Storage(type.name, bytes);
  throw new DataError(`${origin} must hold the data of every tensor, got none of ${String(name)}.`);
}

/** The arguments of what rebuilds a tensor; undefined for anything else. */
function tensorOf(value: unknown): readonly unknown[] | undefined {
  if (!(value instanceof PickledObject) || !(value.maker instanceof PickledGlobal))
    return undefined;
  const { name } = value.maker;
  if (name === 'torch._utils _rebuild_parameter') return tensorOf(value.args[0]);
  return name === 'torch._utils _rebuild_tensor_v2' ? value.args : undefined;
}

/** Copies a tensor out of its storage, where it may lie in any order. */
function arrayOf([storage, offset, sizes, strides]: readonly unknown[], what: string): NamedArray {
  const type = storage instanceof Storage ? storage.type : 'no storage';
  const numbers = NUMBERS[type];
  if (!(storage instanceof Storage) || !numbers) {
    throw new DataError(
      `${what} must be of float32 or float64, got ${type}. Convert the module with .float() and save it again.`,
    );
  }
  const { buffer, byteOffset, byteLength } = storage.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const [shape, steps] = [numbersIn(sizes), numbersIn(strides)];
  const length = shape.reduce((size, dimension) => size * dimension, 1);
  const farthest = shape.reduce((sum, size, d) => sum + (size - 1) * steps[d], Number(offset));
  if (length > 0 && !(farthest < byteLength / numbers.bytes)) {
    throw new DataError(`${what} must lie within its storage, got less data. The file is damaged.`);
  }
  const data = new Float32Array(length);
  const index = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    const at = index.reduce((sum, one, d) => sum + one * steps[d], Number(offset));
    data[i] = numbers.read(view, at);
    for (let d = shape.length - 1; d >= 0 && ++index[d] === shape[d]; d--) index[d] = 0;
  }
  return { shape, data };
}

function numbersIn(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

/** A dictionary, also one of a class that only wraps it. */
function mapOf(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
  if (value instanceof Map) return value;
  return value instanceof PickledObject ? mapOf(value.state) : undefined;
}

function hyperParametersOf(root: unknown): TorchCheckpoint['hyperParameters'] {
  const stored = mapOf(mapOf(root)?.get('hyper_parameters'));
  const plain: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of stored ?? []) {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
      plain[String(name)] = value as string | number | boolean | null;
    }
  }
  return plain;
}
