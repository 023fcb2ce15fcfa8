/** The skeleton of every page: one self-contained file, style and script inline. */
import { escapeHtml } from './escape.js';
import { PAGE_STYLE } from './style.js';

/** Parts of a page. */
export interface Page {
  /** Title of the window, as text. */
  readonly title: string;
  /** Heading at the top, as text; absent: the page begins with its body. */
  readonly heading?: string;
  /** Small line under the heading, as text. */
  readonly subtitle?: string;
  /** HTML before the main part, such as links to other pages. */
  readonly header?: string;
  /** HTML; everything that comes from files or settings must be escaped. */
  readonly body: string;
  /** Rules after those that all pages share. */
  readonly style?: string;
  /** Script that runs once the body is there. */
  readonly script?: string;
  /**
   * Addresses of a style sheet and a script in files of their own, as a server has them whose pages may hold neither;
   * they replace `style` and `script`.
   */
  readonly files?: { readonly style: string; readonly script?: string };
}

/** The whole document; title, heading and subtitle are escaped. */
export function htmlPage({ title, heading, subtitle, body, ...page }: Page): string {
  const top = [
    ...(heading === undefined ? [] : [`<h1>${escapeHtml(heading)}</h1>`]),
    ...(subtitle === undefined ? [] : [`<p class="soft">${escapeHtml(subtitle)}</p>`]),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="anodec">
<title>${escapeHtml(title)}</title>
${styleOf(page)}
</head>
<body>
${page.header ?? ''}<main>
${[...top, body].join('\n')}
</main>
${scriptOf(page)}
</body>
</html>
`;
}

/** The style, with an empty icon where a server would be asked for one. */
function styleOf({ files, style = '' }: Pick<Page, 'files' | 'style'>): string {
  if (!files) return `<style>${PAGE_STYLE}${style}</style>`;
  return `<link rel="icon" href="data:,">\n<link rel="stylesheet" href="${escapeHtml(files.style)}">`;
}

function scriptOf({ files, script }: Pick<Page, 'files' | 'script'>): string {
  if (!files) return script === undefined ? '' : inlineScript(script);
  const { script: path } = files;
  return path === undefined ? '' : `<script src="${escapeHtml(path)}" defer></script>`;
}

/** A script element; a script cannot contain the end of its own element, a lone "</" it can. */
function inlineScript(script: string): string {
  return `<script>${script.replaceAll(/<\/(?=script)/gi, '<\\/')}</script>`;
}
