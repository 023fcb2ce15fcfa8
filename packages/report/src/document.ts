/**
 * What a section of a report consists of, whatever it is rendered as: blocks of plain text, numbers
 * already written out. Renderers know blocks, sections know results; neither knows the other.
 */
import type { WidgetContent } from '@anodec/charts';

/** A name and a value for people. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A fact whose value may lead to another page. */
export interface LinkedFact extends Fact {
  /** Address, relative to the page of the report. */
  readonly href?: string;
}

/** A drawn chart. */
export interface Chart {
  readonly title: string;
  readonly svg: string;
}

/** A chart that the script of the page draws, to be zoomed and read off. */
export interface Widget {
  readonly title: string;
  /** What draws it, and from what. */
  readonly content: WidgetContent;
}

/** Columns and rows of text; the first column is what a row is about. */
export interface Table {
  readonly caption?: string;
  /** Whether a page shows it on request only, under its caption. */
  readonly folded?: boolean;
  readonly columns: readonly string[];
  /** The first column of values, which are aligned to the right. */
  readonly valuesFrom?: number;
  /** The first column after them; absent: all that follow are values. */
  readonly valuesTo?: number;
  readonly rows: readonly (readonly string[])[];
}

/** A demand on the report: sections that meet it, or how to meet it. */
export interface Check {
  readonly title: string;
  /** Absent where the demand is not met. */
  readonly sections?: readonly { readonly key: string; readonly heading: string }[];
  readonly missing?: string;
  /** What the sections show to be wrong, such as `1 of 9 checks`. */
  readonly failed?: string;
}

/** What each kind of block holds. */
interface BlockContents {
  readonly paragraph: { readonly text: string };
  /** Small print: how numbers are meant. */
  readonly note: { readonly text: string };
  readonly list: { readonly items: readonly string[] };
  /** Large values, each with a label. */
  readonly tiles: { readonly tiles: readonly (readonly [value: string, label: string])[] };
  readonly facts: { readonly facts: readonly LinkedFact[] };
  readonly table: Table;
  /** Skipped where only text can be shown. */
  readonly chart: Chart;
  /** Drawn by the script of the page; skipped where there is none. */
  readonly widget: Widget;
  /** Demands in order, numbered from 1. */
  readonly checks: { readonly checks: readonly Check[] };
  /** Plain data, shown on request. */
  readonly data: { readonly title: string; readonly value: unknown };
}

/** The name of a kind of block. */
export type BlockKind = keyof BlockContents;

/** A part of a section. */
export type Block<Kind extends BlockKind = BlockKind> = {
  [K in Kind]: { readonly kind: K } & BlockContents[K];
}[Kind];

/** A renderer: a function for each kind of block. */
export type BlockRenderers<Result> = { readonly [K in BlockKind]: (block: Block<K>) => Result };

/** Renders a block with the function for its kind. */
export function renderBlock<Result, Kind extends BlockKind>(
  renderers: BlockRenderers<Result>,
  block: Block<Kind>,
): Result {
  const kind: Kind = block.kind;
  return renderers[kind](block);
}

/** The contents of a section. */
export interface SectionContent {
  /** Absent: it continues the section before it. */
  readonly heading?: string;
  readonly blocks: readonly Block[];
}

/** A table as a block; none where it has no rows. */
export function tableBlock(table: Table): Block[] {
  return table.rows.length === 0 ? [] : [{ kind: 'table', ...table }];
}

/** A table with rows and columns exchanged; the first column becomes the heading. */
export function transpose({ caption, columns, rows }: Table): Table {
  const turned = columns.map((column, c) => [column, ...rows.map((cells) => cells[c])]);
  const [head, ...rest] = turned;
  return { ...(caption !== undefined && { caption }), columns: head, rows: rest };
}

/** Demands as a table of plain text. */
export function checkTable(checks: readonly Check[]): Table {
  return {
    columns: ['Point', 'What a report has to show', 'Shown in'],
    rows: checks.map(({ title, sections, missing = '', failed }, i) => [
      String(i + 1),
      title,
      sections
        ? `${failed === undefined ? '' : `failed (${failed}): `}${sections.map(({ heading }) => heading).join(', ')}`
        : `not measured: ${missing}`,
    ]),
  };
}
