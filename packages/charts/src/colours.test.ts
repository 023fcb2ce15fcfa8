/**
 * The palettes for eyes of all kinds: contrast with the page, and distances between colours as people with each
 * kind of dichromacy see them.
 */
import { describe, expect, test } from 'vitest';
import { COLOURS, DARK_COLOURS, HEAT_COLOURS, LINE_COLOURS } from './colours.js';

type Rgb = readonly [number, number, number];

/**
 * Rows of what a dichromat sees, in linear RGB.
 *
 * Source: Machado, Oliveira & Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision
 * Deficiency", severity 1.
 */
const VISION: Readonly<Record<string, readonly Rgb[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(hex: string): Rgb {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [r, g, b];
}

function dot(a: Rgb, b: Rgb): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function seen(hex: string, rows: readonly Rgb[]): Rgb {
  const [r, g, b] = rows.map((row) => Math.max(0, Math.min(1, dot(row, linear(hex)))));
  return [r, g, b];
}

const LUMINANCE: Rgb = [0.2126, 0.7152, 0.0722];

/** Contrast of WCAG 2.2, 1 to 21. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map((hex) => dot(LUMINANCE, linear(hex))).sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** CIE L*a*b* under D65. */
function lab(rgb: Rgb): Rgb {
  const white = [0.95047, 1, 1.08883];
  const rows: Rgb[] = [
    [0.4124564, 0.3575761, 0.1804375],
    LUMINANCE,
    [0.0193339, 0.119192, 0.9503041],
  ];
  const [x, y, z] = rows.map((row, i) => {
    const t = dot(row, rgb) / white[i];
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: Rgb, b: Rgb): number {
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

test('measures contrast and distance as published: 21 and 100 from black to white, 4.54 for #767676', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(distance(linear('#000000'), linear('#ffffff'))).toBeCloseTo(100, 2);
});

test('sees a red and a green as alike that a deuteranope confuses, and no longer than that', () => {
  const [red, green] = ['#b06a20', '#7d8a20'];
  const between = (vision: string): number =>
    distance(seen(red, VISION[vision]), seen(green, VISION[vision]));
  expect(between('deuteranopia')).toBeLessThan(0.35 * between('full'));
});

describe.each([
  ['light', COLOURS],
  ['dark', DARK_COLOURS],
] as const)('the %s theme', (_, colours) => {
  test('lines have a contrast of 3 with the page, text one of 7', () => {
    const faint = LINE_COLOURS.filter((name) => contrast(colours[name], colours.paper) < 3);
    expect(faint).toEqual([]);
    expect(contrast(colours.ink, colours.paper)).toBeGreaterThan(7);
    expect(contrast(colours.ink, colours.attack)).toBeGreaterThan(7);
  });

  test.each(Object.keys(VISION))('lines are told apart with %s', (vision) => {
    const [first, second, third, fourth] = LINE_COLOURS.map((name) =>
      seen(colours[name], VISION[vision]),
    );
    for (const [a, b] of [
      [first, second],
      [first, third],
      [first, fourth],
      [second, third],
      [second, fourth],
      [third, fourth],
    ]) {
      expect(distance(a, b)).toBeGreaterThan(8);
    }
    expect(distance(first, second)).toBeGreaterThan(30); // the pair that most charts use
  });

  test('the scale of heat goes one way in brightness, for every kind of vision', () => {
    for (const rows of Object.values(VISION)) {
      const steps = HEAT_COLOURS.map((name) => lab(seen(colours[name], rows))[0]);
      const turns = steps.slice(1).map((step, i) => Math.sign(step - steps[i]));
      expect(new Set(turns).size).toBe(1);
    }
  });
});
