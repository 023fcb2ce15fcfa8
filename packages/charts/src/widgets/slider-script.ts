/** Script: a slider over thresholds; the counts of each step are in the page. */

export const SLIDER_SCRIPT = `
const slider = (figure, { steps, per, used: how }) => {
  const usual = steps.findIndex(({ factor }) => factor === 1);
  const input = el('input', { type: 'range', min: 0, max: steps.length - 1, step: 1, value: usual, ariaLabel: 'Threshold' });
  const counts = el('div', { className: 'counts' });
  const note = el('div', { className: 'tools' });
  const back = el('button', { type: 'button', textContent: 'Threshold in use' });
  const show = () => {
    const step = steps[Number(input.value)];
    const share = (value) => value === null ? '–' : value.toFixed(3);
    const cells = [['threshold', short(step.threshold)], ['rows flagged', step.flaggedRows.toLocaleString('en')], ['attacks detected', step.detected + ' of ' + step.attacks], ['alarms', step.alarms], ['false alarms', step.falseAlarms], ['false alarms per ' + per, step.falseAlarmRate === null ? '–' : step.falseAlarmRate.toFixed(2)], ['precision', share(step.precision)], ['recall', share(step.recall)], ['F1', share(step.f1)]];
    counts.replaceChildren(...cells.map(([name, value]) => el('div', {}, el('b', { textContent: value }), name)));
    const used = Number(input.value) === usual;
    note.replaceChildren(back, '× ' + step.factor.toFixed(3) + (used ? ': the threshold in use, ' + how : ': chosen by hand; by these counts, an ORACLE'));
    for (const move of timelines) move(step.factor);
  };
  input.addEventListener('input', show);
  back.addEventListener('click', () => { input.value = usual; show(); });
  figure.append(input, note, counts);
  show();
};
`;
