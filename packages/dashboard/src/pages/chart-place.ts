/** The place of a chart, which the script of the page fills. */
import { escapeHtml } from '@anodec/charts';

/**
 * A figure that shows curves of an address, drawn anew when something changed.
 *
 * @param path answers with `Curves`
 * @param title for people who do not see it
 */
export function chartPlace(path: string, title: string): string {
  return `<figure class="curves" data-curves="${escapeHtml(path)}" role="img" aria-label="${escapeHtml(title)}"></figure>`;
}
