/** Script: the score over time, its threshold, alarms, attacks, and the flag of each row. */

export const TIMELINE_SCRIPT = `
const timelines = [];
const timeline = (figure, data) => {
  let factor = 1;
  const limitAt = (i) => factor * (data.limits ? data.limits[i] : data.threshold);
  const flagged = (i) => data.score[i] !== null && (factor === 1 ? data.flags[i] === '1' : data.score[i] > limitAt(i));
  const known = data.score.filter((value) => value !== null);
  let low = Infinity, high = -Infinity;
  for (const value of known) { if (value < low) low = value; if (value > high) high = value; }
  // logarithmic where peaks would flatten the rest; scores far below the threshold lie on the lower edge
  const least = data.limits ? Math.min(...data.limits) : data.threshold;
  const log = least > 0 && high > 8 * data.threshold;
  const top = Math.max(high, data.threshold * 2), bottom = log ? Math.max(low, least / 50) : Math.min(0, low, least);
  const nearest = (row) => { let a = 0, b = data.at.length - 1; while (a < b) { const middle = (a + b) >> 1; if (data.at[middle] < row) a = middle + 1; else b = middle; } return a; };
  const self = plot(figure, data, {
    height: 240,
    draw(context, view) {
      const y = valueAxis(context, view, bottom, top, log);
      context.save(); context.beginPath(); context.rect(view.left, view.top - 2, view.width, view.height + 22); context.clip();
      context.strokeStyle = css('--accent'); context.lineWidth = 1.2; context.beginPath();
      let open = false;
      const [first, last] = [Math.max(0, nearest(view.times.row(view.from)) - 1), Math.min(data.at.length - 1, nearest(view.times.row(view.to)) + 1)];
      const flags = [];
      for (let i = first; i <= last; i++) {
        const value = data.score[i];
        if (value === null) { open = false; continue; }
        const x = view.x(view.times.time(data.at[i]));
        const high = y(Math.max(value, bottom));
        if (open) context.lineTo(x, high); else context.moveTo(x, high);
        open = true;
        if (flagged(i)) flags.push(x);
      }
      context.stroke();
      context.strokeStyle = css('--ink'); context.setLineDash([6, 3]);
      const level = (i) => y(log ? Math.max(limitAt(i), bottom) : limitAt(i));
      context.beginPath();
      if (data.limits) for (let i = first; i <= last; i++) context.lineTo(view.x(view.times.time(data.at[i])), level(i));
      else { context.moveTo(view.left, level(0)); context.lineTo(view.left + view.width, level(0)); }
      context.stroke(); context.setLineDash([]);
      context.fillStyle = css('--flag');
      for (const x of flags) context.fillRect(x - 0.5, view.bottom - 7, 1.5, 7);
      context.restore();
    },
    read(row) {
      const i = nearest(row), value = data.score[i];
      return ['score ' + short(value), 'threshold ' + short(limitAt(i)), value === null ? 'not scored' : flagged(i) ? 'flagged' : 'not flagged'];
    },
  });
  self.tools.append(key('--accent', 'score'), key('--ink', 'threshold'), key('--flag', 'row flagged'), key('--alarm', 'alarm'), key('--attack', 'attack'));
  self.redraw();
  timelines.push((by) => { factor = by; self.redraw(); });
};
`;
