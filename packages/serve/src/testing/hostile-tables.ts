/** Tables that are damaged in ways drawn from a seed. */
import type { Random } from '@anodec/core';

/** A body with its content type. */
export interface HostileTable {
  readonly type: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** Bodies that are no tables of the run, whatever the type says. */
const ODD: readonly string[] = [
  '',
  '[]',
  '{}',
  'null',
  '[{}]',
  '[[1,2]]',
  '[{"A":1e400,"B":null}]',
  '[{"__proto__":{"polluted":true},"A":1,"B":2}]',
  '['.repeat(20_000),
  'A,B\n',
  'A,B\n1\n',
  'A,A\n1,2\n',
  'time,A,B\n2024-01-01T00:00:00Z,1,2\n2023-01-01T00:00:00Z,1,2\n',
  'time,A,B\nnever,1,2\n',
  'A,B\n"1,2\n3,4\n',
  `${'a,'.repeat(5000)}\n${'1,'.repeat(5000)}\n`,
  'PAR1PAR1',
  'ARROW1\u0000\u0000',
  '\ufeff\u0000\u0001',
  'http://127.0.0.1/a.csv',
];

/** Draws damaged tables. @param sound one of each format */
export function hostileTables(sound: readonly HostileTable[], random: Random): () => HostileTable {
  const pick = <V>(values: readonly V[]): V => values[random.integer(values.length)];
  return () => {
    const table = pick(sound);
    if (random.uniform() < 0.2) return { type: table.type, body: pick(ODD) };
    return { type: table.type, body: damaged(Buffer.from(table.body), random) };
  };
}

/** With some bytes changed, and at times cut off or doubled. */
function damaged(bytes: Buffer, random: Random): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  for (let i = 0; i < 1 + random.integer(6); i++) {
    copy[random.integer(copy.length)] = random.integer(256);
  }
  const kind = random.integer(4);
  if (kind === 0) return copy.slice(0, random.integer(copy.length));
  if (kind === 1) return Uint8Array.from([...copy, ...copy.slice(random.integer(copy.length))]);
  return copy;
}
