/** What can be done to a made-up plant: a button for each attack, and what goes on. */
import { escapeHtml, htmlNote } from '@anodec/charts';
import type { LivePlantState } from '@anodec/simulator';

/** The controls. @param state undefined where the plant does not answer */
export function plantControls(state: LivePlantState | undefined): string {
  if (!state) return htmlNote('The plant does not answer. No attack can be started.');
  const { attack, attacks } = state;
  const says = attack
    ? `Attack ${attack.number} goes on, ${attack.title}, for another ${attack.left} s of the plant.`
    : 'The plant runs undisturbed. An attack changes what its controllers see or do; the scores follow.';
  const buttons = attacks.map(
    ({ number, title }) =>
      `<button type="button" id="attack-${number}" data-attack="${number}"${attack ? ' disabled' : ''}>${escapeHtml(title)}</button>`,
  );
  return `<p>${escapeHtml(says)}</p>\n<p class="controls">${buttons.join('\n')}</p>`;
}
