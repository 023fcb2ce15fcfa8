/** A part of a page that stands in a page of somebody else, such as the output of a notebook's cell. */
import { WIDGET_SCRIPT, WIDGET_STYLE } from '../widgets/widget.js';
import { editorColourRules, PAGE_COLOURS, WIDGET_COLOURS } from './page-colours.js';
import { PAGE_STYLE } from './style.js';

/** Rules for the part alone, the class thrice to outweigh those of the page around it. */
const STYLE = `.anodec.anodec.anodec { ${`${PAGE_STYLE}${WIDGET_STYLE}`
  .replaceAll(':root', '&')
  .replace(/\nbody \{/, '\n& {')
  .replace(
    'margin: 0; background',
    'padding: 8px 12px; border-radius: 8px; background',
  )} table { table-layout: auto; } .frame tbody th { white-space: nowrap; } ${editorColourRules([PAGE_COLOURS, WIDGET_COLOURS])} }`;

/**
 * HTML that can be put anywhere: its rules apply to itself alone, its colours follow the theme of the editor around it,
 * and its widgets draw themselves.
 *
 * Without scripts, as in a static view, it shows its tables, texts and still pictures.
 *
 * @param body HTML made with the page kit
 */
export function htmlFragment(body: string): string {
  const script = body.includes('<figure class="widget"') ? `<script>${WIDGET_SCRIPT}</script>` : '';
  return `<div class="anodec"><style>${STYLE}</style>${body}${script}</div>`;
}
