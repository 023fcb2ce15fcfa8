/**
 * hparams.yaml as Lightning writes it: a flat list of settings, snake_case names, so that scripts and
 * notebooks made for the original find what they look for.
 */
import { DataError, isRecord } from '@anodec/core';

/** A setting in hparams.yaml. */
export type HparamValue = string | number | boolean | null | readonly (string | number)[];

/** Settings by name. */
export type Hparams = Readonly<Record<string, HparamValue>>;

/**
 * The text of the file; `batchSize` becomes `batch_size`.
 *
 * @throws DataError when two settings get the same name
 */
export async function encodeHparams(hparams: Hparams): Promise<string> {
  const named = Object.entries(hparams).map(([name, value]): [string, HparamValue] => [
    snakeCase(name),
    value,
  ]);
  const names = named.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new DataError(`Names in hparams.yaml must be distinct, got ${twice} twice.`);
  }
  const { stringify } = await import('yaml'); // 72 files, so it is loaded when needed
  return stringify(Object.fromEntries(named), { sortMapEntries: true });
}

/**
 * The settings of a file.
 *
 * @param name how the message calls the file
 * @throws DataError when the text is not a flat list of settings
 */
export async function decodeHparams(text: string, name: string): Promise<Hparams> {
  const record = await parseYaml(text, name);
  if (!isRecord(record)) throw new DataError(`${name} must be a list of settings, got ${text}.`);
  const hparams: Record<string, HparamValue> = {};
  for (const [key, value] of Object.entries(record)) {
    if (!isHparamValue(value)) {
      throw new DataError(`${key} in ${name} must be a plain setting, got ${typeof value}.`);
    }
    hparams[key] = value;
  }
  return hparams;
}

async function parseYaml(text: string, name: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new DataError(`${name} must be YAML, got: ${reason} Choose another run.`);
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('-', '_');
}

function isHparamValue(value: unknown): value is HparamValue {
  if (Array.isArray(value))
    return value.every((item) => ['string', 'number'].includes(typeof item));
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
