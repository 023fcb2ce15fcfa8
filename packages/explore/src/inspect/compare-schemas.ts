/** The columns of two tables side by side. */
import type { ColumnKind, TableReader } from '@anodec/tables';

/** Names and kinds of the columns of two tables, compared. */
export interface SchemaComparison {
  /** Names in both, apart from surrounding blanks, whose cells are of the same kind. */
  readonly comparable: readonly string[];
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
  /** Names in both that differ in the blanks around them, as written in A and in B. */
  readonly respelled: readonly (readonly [a: string, b: string])[];
  readonly otherKind: readonly {
    readonly name: string;
    readonly a: ColumnKind;
    readonly b: ColumnKind;
  }[];
  /** Whether the names in both come in the same order. */
  readonly sameOrder: boolean;
}

type Schema = Pick<TableReader, 'columns'>;

/** Compares names and kinds of columns. */
export function compareSchemas(a: Schema, b: Schema): SchemaComparison {
  const inB = new Map(b.columns.map((column) => [column.name.trim(), column]));
  const namesA = a.columns.map(({ name }) => name.trim());
  const shared = a.columns.flatMap((column) => {
    const other = inB.get(column.name.trim());
    return other ? [{ name: column.name.trim(), a: column, b: other }] : [];
  });
  const order = [...inB.keys()].filter((name) => namesA.includes(name));
  return {
    comparable: shared.filter(({ a: x, b: y }) => x.kind === y.kind).map(({ name }) => name),
    onlyInA: namesA.filter((name) => !inB.has(name)),
    onlyInB: [...inB.keys()].filter((name) => !namesA.includes(name)),
    respelled: shared
      .filter(({ a: x, b: y }) => x.name !== y.name)
      .map(({ a: x, b: y }) => [x.name, y.name]),
    otherKind: shared
      .filter(({ a: x, b: y }) => x.kind !== y.kind)
      .map(({ name, a: x, b: y }) => ({ name, a: x.kind, b: y.kind })),
    sameOrder: shared.every(({ name }, i) => order[i] === name),
  };
}
