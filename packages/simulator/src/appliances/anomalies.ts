/** Kinds of anomalous days: each changes the sessions of a usual day. To add one: one entry in `applianceAnomalies`. */
import type { Random } from '@anodec/core';
import type { Session } from './habits.js';

/** A usual day, changed. */
export interface ChangedDay {
  readonly sessions: readonly Session[];
  /** Hours between which the day differs from a usual one. */
  readonly from: number;
  readonly to: number;
}

/** Changes the sessions of a day, at least one, in order. */
type Change = (sessions: readonly Session[], random: Random) => ChangedDay;

/** The kinds by name, in the order in which they are planted. */
export const applianceAnomalies = {
  /** The whole day three to six hours earlier or later. */
  moved(sessions, random) {
    const hours = (random.uniform() < 0.5 ? -1 : 1) * (3 + 3 * random.uniform());
    return { sessions: shiftAround(sessions, hours), from: 0, to: 24 };
  },
  /** One session four to seven hours longer, over what lies between. */
  long(sessions, random) {
    const longest = sessions.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0];
    const hours = 4 + 3 * random.uniform();
    const after = Math.min(hours, 24 - longest.end);
    const session = {
      start: Math.max(0, longest.start - (hours - after)),
      end: longest.end + after,
    };
    const [from, to] =
      after > hours / 2 ? [longest.end, session.end] : [session.start, longest.start];
    return { sessions: joined([...sessions, session]), from, to };
  },
  /** No use after the first session. */
  missing([first, ...rest]) {
    // of a single session its beginning stays: a day without any use is no anomaly, nobody is at home
    const end = rest.length > 0 ? first.end : first.start + (first.end - first.start) / 3;
    const to = rest.at(-1)?.end ?? first.end;
    return { sessions: [{ ...first, end }], from: rest[0]?.start ?? end, to };
  },
  /** Two to four hours of use after midnight. */
  night(sessions, random) {
    const start = 0.5 + random.uniform();
    const session = { start, end: start + 2 + 2 * random.uniform() };
    return { sessions: joined([session, ...sessions]), from: start, to: session.end };
  },
  /** On from midnight to midnight. */
  flat: () => ({ sessions: [{ start: 0, end: 24 }], from: 0, to: 24 }),
} satisfies Readonly<Record<string, Change>>;

/** Name of a kind. */
export type ApplianceAnomalyKind = keyof typeof applianceAnomalies;

/** The names, in the order in which they are planted. */
export const APPLIANCE_ANOMALY_KINDS = Object.keys(applianceAnomalies) as ApplianceAnomalyKind[];

/** Sessions later by some hours; what leaves the day comes in again at its other end. */
function shiftAround(sessions: readonly Session[], hours: number): Session[] {
  const parts = sessions.flatMap(({ start, end }) => {
    const from = (start + hours + 24) % 24;
    const to = from + end - start;
    return to <= 24
      ? [{ start: from, end: to }]
      : [
          { start: from, end: 24 },
          { start: 0, end: to - 24 },
        ];
  });
  return joined(parts);
}

/** In order, overlapping ones made one. */
function joined(sessions: readonly Session[]): Session[] {
  const result: Session[] = [];
  for (const session of sessions.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && session.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, session.end) };
    } else result.push(session);
  }
  return result;
}
