/** Names of clips and gradients do not depend on what was drawn before. */
import { expect, test } from 'vitest';
import { stableIds } from './stable-ids.js';

function drawing(clip: number, width: number): string {
  return `<svg><g clip-path="url(#clip${clip})"/><clipPath id="clip${clip}"><rect width="${width}"/></clipPath></svg>`;
}

test('names a clip alike whatever its number, and differently in another chart', () => {
  expect(stableIds(drawing(4, 10))).toBe(stableIds(drawing(97, 10)));
  const idIn = (svg: string): string | undefined => / id="([^"]+)"/.exec(svg)?.[1];
  const id = idIn(stableIds(drawing(4, 10)));
  expect(id).not.toBe(idIn(stableIds(drawing(4, 11))));
  expect(stableIds(drawing(4, 10))).toContain(`url(#${id})`);
});

test('leaves text that looks like a name', () => {
  const svg = `<svg><text>clip4</text></svg>`;
  expect(stableIds(svg)).toBe(svg);
});
