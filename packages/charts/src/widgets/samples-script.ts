/** Script: recorded and reconstructed readings of a channel in one of many windows, as the reader chooses. */

export const SAMPLES_SCRIPT = `
const samples = (figure, data) => {
  let channel, recorded, expected, sample = 0;
  const choose = (name) => {
    channel = data.channels.find((one) => one.name === name);
    recorded = decodeBytes(channel.recorded); expected = decodeBytes(channel.expected);
  };
  choose(data.chosen);
  const value = (levels, row) => { const level = levels[sample * data.rows + row]; return level === 255 ? null : channel.least + level / 254 * (channel.most - channel.least); };
  const self = plot(figure, { ...data, clock: 'rows', stretches: [[0, 0, 1]], attacks: [], alarms: [] }, {
    height: 240,
    left: 64,
    draw(context, view) {
      const pad = (channel.most - channel.least || 1) * 0.05;
      const y = valueAxis(context, view, channel.least - pad, channel.most + pad, false);
      for (const [colour, levels] of [['--ink', recorded], ['--accent', expected]]) {
        context.strokeStyle = css(colour); context.lineWidth = 1.5; context.beginPath();
        let open = false;
        for (let row = 0; row < data.rows; row++) {
          const v = value(levels, row);
          if (v === null) { open = false; continue; }
          if (open) context.lineTo(view.x(row + 0.5), y(v)); else context.moveTo(view.x(row + 0.5), y(v));
          open = true;
        }
        context.stroke();
      }
    },
    read: (row) => ['recorded ' + short(value(recorded, row)), 'reconstructed ' + short(value(expected, row))],
  });
  const names = el('select', { ariaLabel: 'Signal' }, ...data.channels.map(({ name }) => el('option', { value: name, textContent: name, selected: name === data.chosen })));
  const which = el('select', { ariaLabel: 'Sample' }, ...Array.from({ length: data.samples }, (_, i) => el('option', { value: i, textContent: 'sample ' + i })));
  names.addEventListener('change', () => { choose(names.value); self.redraw(); });
  which.addEventListener('change', () => { sample = Number(which.value); self.redraw(); });
  self.tools.replaceChildren(names, which, key('--ink', 'recorded'), key('--accent', 'reconstructed'));
  self.redraw();
};
`;
