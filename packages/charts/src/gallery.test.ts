/** Every chart of the gallery is drawn in both themes. */
import { describe, expect, test } from 'vitest';
import { COLOURS, DARK_COLOURS } from './colours.js';
import * as names from './index.js';
import { renderSvg } from './render.js';
import { gallery } from './testing/gallery.js';
import { dayGallery } from './testing/gallery-days.js';
import { THEMES, withTheme } from './with-theme.js';

/** Colours of a specification outside its data, lower case. */
function coloursOf(part: unknown): string[] {
  const text = JSON.stringify(part, (key, value: unknown) => (key === 'data' ? null : value));
  return [...new Set(text.toLowerCase().match(/#[0-9a-f]{6}/g) ?? [])];
}

describe.each([...gallery, ...dayGallery])('$name', ({ name, spec, texts }) => {
  test.each(THEMES)('is drawn with its texts in the %s theme', async (theme) => {
    const svg = await renderSvg(withTheme(spec, theme));
    for (const text of texts) expect(svg.replaceAll('\u00a0', ' ')).toContain(text);
  });

  test('has no colour of the other theme', () => {
    const known = (colours: Readonly<Record<string, string>>): string[] =>
      Object.values(colours).map((colour) => colour.toLowerCase());
    expect(known(COLOURS)).toEqual(expect.arrayContaining(coloursOf(spec)));
    expect(known(DARK_COLOURS)).toEqual(expect.arrayContaining(coloursOf(withTheme(spec, 'dark'))));
  });

  test('is a chart that the package exports, and draws the same twice', async () => {
    expect(names).toHaveProperty(name);
    const [first, second] = [await renderSvg(spec), await renderSvg(spec)];
    expect(first === second).toBe(true);
  });
});
