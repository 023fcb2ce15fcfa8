/** The gallery as a page: every chart in both themes. */
import { escapeHtml } from '../page/escape.js';
import { htmlPage } from '../page/page.js';
import { htmlSection } from '../page/parts.js';
import { renderPng, renderSvg } from '../render.js';
import { THEMES, withTheme } from '../with-theme.js';
import { gallery } from './gallery.js';
import { dayGallery } from './gallery-days.js';

const charts = [...gallery, ...dayGallery];

/** One under the other on a narrow page. */
const STYLE = `
main { max-width: none; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); gap: 12px; }
.pair svg { max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 8px; }
`;

/** The HTML of the page. */
export async function galleryPage(): Promise<string> {
  const sections: string[] = [];
  for (const { name, spec } of charts) {
    const drawn = await Promise.all(THEMES.map((theme) => renderSvg(withTheme(spec, theme))));
    const pair = `<div class="pair">${drawn.map((svg) => `<div>${svg}</div>`).join('')}</div>`;
    sections.push(htmlSection(`${name} · ${escapeHtml(String(spec.title))}`, pair));
  }
  return htmlPage({
    title: 'anodec charts',
    heading: 'Charts of anodec',
    subtitle: 'Every chart in the light and in the dark theme, with made-up data.',
    style: STYLE,
    body: sections.join('\n'),
  });
}

/** The files of the gallery: index.html and a PNG of each chart and theme, by name. */
export async function galleryFiles(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>([['index.html', await galleryPage()]]);
  for (const [n, { name, spec }] of charts.entries()) {
    for (const theme of THEMES) {
      const png = await renderPng(await renderSvg(withTheme(spec, theme)), 1);
      files.set(`${String(n + 1).padStart(2, '0')}-${name}-${theme}.png`, png);
    }
  }
  return files;
}
