// A page of the site: navigation beside the text, on the page kit of @anodec/charts. No page loads anything.
import { dirname, relative } from 'node:path';

/** Rules after those of the page kit. */
const STYLE = `
main { max-width: none; padding: 0; display: grid; grid-template-columns: 250px minmax(0, 1fr); min-height: 100vh; }
nav.site { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 20px 16px; background: var(--shade); border-right: 1px solid var(--line); font-size: 14px; }
nav.site .home { display: block; font-weight: 700; font-size: 18px; color: var(--ink); margin-bottom: 8px; }
nav.site ul { list-style: none; padding: 0; margin: 0 0 10px; }
nav.site li a { display: block; padding: 2px 8px; border-radius: 5px; overflow-wrap: anywhere; }
nav.site li a[aria-current] { background: var(--band); color: var(--ink); font-weight: 600; }
nav.site summary, nav.site h2 { font-size: 12px; margin: 12px 0 3px; color: var(--soft); font-weight: 600; letter-spacing: 0.02em; }
article { padding: 28px 36px 72px; max-width: 1080px; min-width: 0; }
article > p, article > ul, article > ol, article > blockquote { max-width: 86ch; }
article img, article svg { max-width: 100%; height: auto; border-radius: 8px; }
article img { background: #ffffff; border: 1px solid var(--line); }
article code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.92em; background: var(--shade); padding: 1px 4px; border-radius: 4px; overflow-wrap: anywhere; }
article pre { font-size: 13px; line-height: 1.45; background: var(--shade); padding: 10px 14px; }
article pre code { background: none; padding: 0; overflow-wrap: normal; font-size: inherit; }
article h2, article h3 { scroll-margin-top: 12px; }
article hr { border: 0; border-top: 1px solid var(--line); margin: 26px 0; }
article th, article td { vertical-align: top; }
article table code { overflow-wrap: normal; white-space: nowrap; }
article td { min-width: 60px; }
article li { margin: 3px 0; }
.note { border-left: 3px solid var(--doubtful); padding-left: 10px; }
nav.site #menu { position: absolute; opacity: 0; }
nav.site label { display: none; }
.contents li { margin: 0; }
.contents ul { columns: 200px; padding-left: 18px; font-size: 13px; margin: 6px 0; }
.next { display: flex; justify-content: space-between; gap: 16px; margin-top: 48px; padding-top: 12px; border-top: 1px solid var(--line); }
@media (max-width: 800px) {
  main { display: block; }
  nav.site { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding: 12px 16px; }
  nav.site .home { display: inline-block; margin: 0; }
  nav.site label { display: block; float: right; padding: 2px 12px; border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
  nav.site .pages { display: none; }
  nav.site #menu:checked ~ .pages { display: block; }
  article { padding: 18px 16px 56px; }
  article table code { white-space: normal; }
}
@media print { nav.site, .next { display: none; } main { display: block; } }
`;

/** Most headings that are not listed above a text. */
const FEW_HEADINGS = 6;

/**
 * A whole page.
 *
 * @param kit functions of @anodec/charts
 * @param page path within the site, title, HTML and headings
 * @param site title and groups of pages of the navigation
 */
export function sitePage(kit, { path, title, html, headings, next }, { groups }) {
  const at = (target) => relative(dirname(path) || '.', target) || target;
  const body = [
    navigation(kit, groups, path, at),
    `<article>`,
    withContents(kit, html, headings),
    next === undefined
      ? ''
      : `<div class="next"><span></span><a href="${at(next.path)}">${kit.escapeHtml(next.title)} →</a></div>`,
    '</article>',
  ].join('\n');
  const full = title === 'anodec' ? title : `${title} · anodec`;
  return kit.htmlPage({ title: full, style: STYLE, body });
}

function navigation({ escapeHtml }, groups, current, at) {
  const link = ({ path, title }) =>
    `<li><a href="${at(path)}"${path === current ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a></li>`;
  const parts = groups.map(({ title, pages, folded }) => {
    const list = `<ul>${pages.map(link).join('')}</ul>`;
    if (!folded) return `<h2>${escapeHtml(title)}</h2>${list}`;
    const open = pages.some(({ path }) => path === current) ? ' open' : '';
    return `<details${open}><summary>${escapeHtml(title)}</summary>${list}</details>`;
  });
  return `<nav class="site" aria-label="Pages"><a class="home" href="${at('index.html')}">anodec</a><input type="checkbox" id="menu"><label for="menu">Pages</label><div class="pages">${parts.join('')}</div></nav>`;
}

/** The text with a list of its headings below the title, where there are many. */
function withContents({ escapeHtml }, html, headings) {
  const second = headings.filter(({ depth }) => depth === 2);
  const listed =
    second.length > FEW_HEADINGS ? second : headings.filter(({ depth }) => depth === 3);
  if (listed.length <= FEW_HEADINGS) return html;
  const items = listed.map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>`);
  const list = `<details class="contents"${listed.length > 40 ? '' : ' open'}><summary>On this page (${listed.length})</summary><ul>${items.join('')}</ul></details>`;
  return html.replace('</h1>', `</h1>\n${list}`);
}
