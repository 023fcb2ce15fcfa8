/**
 * How the gates of a cell are cut into runs of rows that share a product, see
 * `assembly/recurrent/forward.ts`. Gate rows in a panel: i, f, g, o of an LSTM, q, r, z, n of a GRU.
 */
import type { SequenceSizes } from '../../recurrent/kernel.js';

/** The cells that `assembly/recurrent` computes. */
export type SimdCell = 'lstm' | 'gru';

/** Rows of weights and the stretch of a panel [x | 1 | h] that they are multiplied with. */
export interface Section {
  readonly rows: number;
  /** First gate row in a panel of results. */
  readonly gateRow: number;
  /** First row in each of PyTorch's tensors; undefined where the section lacks that one. */
  readonly weightIh?: number;
  readonly weightHh?: number;
  readonly biasIh?: number;
  readonly biasHh?: number;
}

/** The sections of every step, and those that are computed once for a constant input. */
export interface SectionPlan {
  readonly step: readonly Section[];
  readonly constant: readonly Section[];
}

/** The sections of a layer. */
export function planSections(cell: SimdCell, { H, constantInput }: SequenceSizes): SectionPlan {
  const sections = cell === 'lstm' ? lstmSections(H) : gruSections(H);
  if (!constantInput) return { step: sections, constant: [] };
  return {
    step: sections
      .filter(({ weightHh }) => weightHh !== undefined)
      .map(({ rows, gateRow, weightHh }) => ({ rows, gateRow, weightHh })),
    constant: sections.map((section) => ({ ...section, weightHh: undefined })),
  };
}

/** Whether a section has weights for the 1 of a panel. */
function hasBias({ biasIh, biasHh }: Section): boolean {
  return biasIh !== undefined || biasHh !== undefined;
}

/** How many values of a panel a section reads. */
export function valueCount(section: Section, { I, H }: SequenceSizes): number {
  const { weightIh, weightHh } = section;
  const one = Number(hasBias(section));
  return (weightIh === undefined ? 0 : I) + one + (weightHh === undefined ? 0 : H);
}

/** First value of a panel [x | 1 | h] that a section reads, when x has so many values. */
export function firstValueOf(section: Section, inputs: number): number {
  if (section.weightIh !== undefined) return 0;
  return hasBias(section) ? inputs : inputs + 1;
}

function lstmSections(H: number): Section[] {
  return [{ rows: 4 * H, gateRow: 0, weightIh: 0, weightHh: 0, biasIh: 0, biasHh: 0 }];
}

function gruSections(H: number): Section[] {
  const n = 2 * H;
  return [
    { rows: H, gateRow: 0, weightHh: n, biasHh: n },
    { rows: 2 * H, gateRow: H, weightIh: 0, weightHh: 0, biasIh: 0, biasHh: 0 },
    { rows: H, gateRow: 3 * H, weightIh: n, biasIh: n },
  ];
}
