/** Progress of long work as one line under a cell that changes in place. */
import { escapeHtml } from '@anodec/charts';
import type { Progress } from '@anodec/core';
import { display, isInNotebook, type MimeBundle, type Output } from './display.js';

/** Milliseconds between two changes of the line. */
const PAUSE = 250;

/** A piece of work. */
interface Piece {
  readonly label: string;
  readonly total: number;
  readonly unit: string;
  readonly since: number;
  readonly done: number;
  readonly note: string;
}

/**
 * Progress for one call of a step: a line that says how far the present piece of work is, and at the end
 * which piece took longest. Outside a notebook it is silent.
 */
export function liveProgress(): Progress {
  let piece: Piece | undefined;
  let longest: { readonly text: string; readonly seconds: number } | undefined;
  let output: Output | undefined;
  let last = 0;
  const begun = performance.now();
  const draw = (bundle: MimeBundle): void => {
    last = performance.now();
    if (output) output.update(bundle);
    else if (isInNotebook()) output = display(bundle);
  };
  return {
    begin(label, total, unit) {
      piece = { label, total, unit, since: performance.now(), done: 0, note: '' };
      if (!output) draw(pieceLine(piece));
    },
    update(done, note = '') {
      if (piece) piece = { ...piece, done, note };
      if (piece && performance.now() - last >= PAUSE) draw(pieceLine(piece));
    },
    end() {
      if (!piece) return;
      const seconds = (performance.now() - piece.since) / 1000;
      if (!longest || seconds > longest.seconds) longest = { text: pieceText(piece), seconds };
      piece = undefined;
      const all = ((performance.now() - begun) / 1000).toFixed(1);
      draw(lineOf(`${longest.text}; everything ${all} s`, 1));
    },
  };
}

function pieceLine(piece: Piece): MimeBundle {
  const { total, since, done } = piece;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const seconds = (performance.now() - since) / 1000;
  const left = share > 0.02 ? `, ${((seconds / share) * (1 - share)).toFixed(0)} s left` : '';
  return lineOf(pieceText(piece) + left, share);
}

function pieceText({ label, total, unit, since, done, note }: Piece): string {
  const count = total > 0 ? `${whole(done)} of ${whole(total)} ${unit}` : `${whole(done)} ${unit}`;
  const seconds = `${((performance.now() - since) / 1000).toFixed(1)} s`;
  return [label, count, note, seconds].filter((part) => part !== '').join(' · ');
}

function lineOf(text: string, share: number): MimeBundle {
  const bar = `<progress max="1" value="${share}" style="width: 120px"></progress>`;
  return { 'text/plain': text, 'text/html': `${bar} ${escapeHtml(text)}` };
}

function whole(value: number): string {
  return Math.floor(value).toLocaleString('en');
}
