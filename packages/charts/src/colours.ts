/**
 * Colours that are distinct with any colour vision and in grey print.
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
} as const;
