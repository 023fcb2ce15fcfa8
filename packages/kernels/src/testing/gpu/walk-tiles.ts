/** The layers whose walks are timed, and the tiles that are tried for each; `webgpu/geometry.ts` says what they mean. */
import type { Tile, WalkSizes } from '../../webgpu/geometry.js';

/** Sizes of a walk without its direction and cell. */
export interface WalkLayer {
  readonly B: number;
  readonly W: number;
  readonly H: number;
}

/** Hidden sizes of models A, B, C and of the widest layer of F. */
export const walkLayers: readonly WalkLayer[] = [
  { B: 64, W: 100, H: 64 },
  { B: 64, W: 300, H: 128 },
  { B: 256, W: 100, H: 256 },
  { B: 64, W: 300, H: 456 },
];

/** What an adapter in software gets through in seconds. */
export const tinyWalkLayers: readonly WalkLayer[] = [{ B: 3, W: 2, H: 8 }];

/** Of a `whole` dispatch: each, lanes, held, unroll. */
type Whole = readonly [number, number, number, number];
/** Of a `step` dispatch: units, rows, each, lanes, unroll. */
type Step = readonly [number, number, number, number, number];

interface Tried {
  readonly whole: readonly Whole[];
  readonly step: readonly Step[];
}

const tried: Readonly<Record<string, Tried>> = {
  'forward 8': { whole: [[1, 2, 1, 4]], step: [[4, 1, 2, 2, 1]] },
  'backward 8': { whole: [[2, 2, 1, 2]], step: [] },
  'forward 64': {
    whole: [
      [1, 1, 0, 4],
      [1, 2, 8, 4],
      [1, 4, 0, 4],
      [1, 4, 4, 4],
      [1, 8, 0, 4],
      [1, 8, 2, 4],
      [1, 16, 1, 4],
    ],
    step: [],
  },
  'backward 64': {
    whole: [
      [1, 8, 8, 4],
      [1, 16, 0, 4],
      [1, 16, 4, 4],
      [1, 32, 0, 4],
      [1, 32, 2, 4],
      [1, 64, 1, 4],
    ],
    step: [],
  },
  'forward 128': {
    whole: [
      [1, 2, 0, 4],
      [1, 4, 0, 8],
      [1, 4, 2, 4],
      [1, 4, 4, 4],
      [1, 4, 5, 4],
      [1, 4, 6, 4],
      [1, 8, 0, 4],
      [1, 8, 2, 4],
    ],
    step: [[16, 2, 4, 8, 4]],
  },
  'backward 128': {
    whole: [
      [1, 8, 0, 4],
      [1, 16, 0, 8],
      [1, 16, 2, 4],
      [1, 16, 4, 4],
      [1, 16, 5, 4],
      [1, 16, 6, 4],
      [1, 32, 0, 4],
      [1, 32, 2, 4],
    ],
    step: [[16, 2, 4, 32, 4]],
  },
  'forward 256': {
    whole: [
      [2, 2, 0, 4],
      [2, 4, 0, 4],
      [4, 1, 0, 4],
      [4, 2, 0, 4],
      [4, 2, 2, 2],
      [2, 2, 4, 4],
    ],
    step: [
      [16, 4, 4, 4, 4],
      [16, 4, 4, 8, 4],
      [16, 4, 8, 4, 2],
      [32, 4, 4, 4, 4],
    ],
  },
  'backward 256': {
    whole: [
      [2, 8, 0, 4],
      [2, 16, 0, 4],
      [4, 4, 0, 4],
      [4, 8, 0, 4],
      [4, 8, 2, 2],
      [2, 8, 4, 4],
    ],
    step: [
      [16, 4, 4, 16, 4],
      [16, 4, 4, 32, 4],
      [16, 4, 8, 16, 2],
      [32, 4, 4, 16, 4],
    ],
  },
  'forward 456': {
    whole: [],
    step: [
      [16, 4, 4, 4, 4],
      [16, 4, 4, 8, 2],
      [16, 2, 4, 8, 4],
      [16, 2, 8, 8, 2],
      [32, 2, 4, 4, 4],
      [32, 2, 4, 8, 4],
      [8, 4, 4, 8, 4],
      [8, 4, 8, 8, 2],
    ],
  },
  'backward 456': {
    whole: [],
    step: [
      [16, 4, 4, 16, 4],
      [16, 4, 4, 16, 8],
      [16, 2, 4, 32, 4],
      [16, 2, 8, 32, 2],
      [32, 2, 4, 16, 4],
      [32, 2, 4, 32, 4],
      [32, 4, 4, 16, 4],
      [64, 1, 4, 16, 4],
    ],
  },
};

/** The tiles to try for a walk; none where its hidden size is not among the layers. */
export function tilesOf({ pass, H }: WalkSizes): Tile[] {
  const { whole, step } = tried[`${pass} ${H}`] ?? { whole: [], step: [] };
  return [
    ...whole.map(([each, lanes, held, unroll]) => {
      return { whole: true, units: H, rows: 1, each, lanes, held, unroll };
    }),
    ...step.map(([units, rows, each, lanes, unroll]) => {
      return { whole: false, units, rows, each, lanes, held: 0, unroll };
    }),
  ];
}
