/**
 * Colours that are distinct with any colour vision and in grey print, on white and on a dark page.
 *
 * Specifications are made with those of the light theme; `withTheme` replaces each by its dark counterpart.
 *
 * Source: Okabe & Ito 2008, "Color Universal Design".
 */
export const COLOURS = {
  blue: '#0072B2',
  orange: '#E69F00',
  vermilion: '#D55E00',
  green: '#009E73',
  purple: '#CC79A7',
  sky: '#56B4E9',
  ink: '#1f2933',
  faint: '#7b8794',
  grid: '#e8ecf0',
  frame: '#d5dbe1',
  domain: '#9aa5b1',
  paper: '#ffffff',
  /** Behind lines where an attack is known. */
  attack: '#f6c3b5',
  /** From nothing over the threshold to far above it; each darker than the one before. */
  heat0: '#fafafa',
  heat1: '#a0bee1',
  heat2: '#c8503c',
  heat3: '#460a1e',
} as const;

/** Name of a colour. */
export type ColourName = keyof typeof COLOURS;

/** The same on a dark page: lines are brighter, the scale of heat runs from dark to bright. */
export const DARK_COLOURS: Readonly<Record<ColourName, string>> = {
  blue: '#57b4ea',
  orange: '#e8a30b',
  vermilion: '#f57c2a',
  green: '#2fc397',
  purple: '#d98fba',
  sky: '#9ad4f5',
  ink: '#e6ebf0',
  faint: '#8f9ba7',
  grid: '#2a323b',
  frame: '#3d4852',
  domain: '#6b7783',
  paper: '#14191f',
  attack: '#6b3a2e',
  heat0: '#1b2129',
  heat1: '#3c5082',
  heat2: '#c96a5c',
  heat3: '#ffdc82',
};

/** Colours of lines that share a panel, in this order. */
export const LINE_COLOURS = ['blue', 'vermilion', 'green', 'purple'] as const;

/** Colours of a scale from nothing to far above the threshold. */
export const HEAT_COLOURS = ['heat0', 'heat1', 'heat2', 'heat3'] as const;
