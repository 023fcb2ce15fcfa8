// Markdown to HTML. The only file that knows marked.
import { Marked } from 'marked';

/**
 * Renders a document.
 *
 * @param rewrite what a link or the address of a picture becomes
 * @returns the title of the document as text, its HTML, and its headings
 */
export function renderMarkdown(text, rewrite = (target) => target) {
  const headings = [];
  const ids = new Map();
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        const plain = plainText(html);
        const id = uniqueId(plain, ids);
        headings.push({ depth, text: plain, id });
        return `<h${depth} id="${id}">${html}</h${depth}>\n`;
      },
      table(token) {
        return `<div class="wide">${Reflect.apply(plainTable, this, [token])}</div>\n`;
      },
    },
    walkTokens(token) {
      if (token.type === 'link' || token.type === 'image') token.href = rewrite(token.href);
    },
  });
  const plainTable = marked.Renderer.prototype.table;
  const html = marked.parse(withNotes(text));
  return { title: headings[0]?.text ?? '', html, headings };
}

/** Why a block is not run, as a line that a reader sees: `<!-- not run: it needs a GPU -->`. */
function withNotes(text) {
  return text.replaceAll(
    /^<!-- not run: (.+) -->$/gm,
    '<p class="soft note">Not run by the tests: $1.</p>\n',
  );
}

function plainText(html) {
  const text = html.replaceAll(/<[^>]*>/g, '');
  const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity]);
}

/** The name of a heading in links, as GitHub makes it. */
function uniqueId(text, ids) {
  const id = text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
  const count = ids.get(id) ?? 0;
  ids.set(id, count + 1);
  return count === 0 ? id : `${id}-${count}`;
}
