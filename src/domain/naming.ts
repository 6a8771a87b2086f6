import type { Day } from './day.ts';

/** Something that a caller names in a command: by a business code or, where it has none, by its global id. */
export interface Naming {
  what: 'UNIT' | 'PERSON' | 'PLAN' | 'TERRITORY' | 'NODE';
  name: string;
  on: Day;
  /** Of a transfer or secondment: for which of its sides something is said. */
  side?: string;
}

/** How something named stands to a caller's scope. */
export interface Standing {
  /** There is such a thing. */
  exists: boolean;
  /** It is within the scope on the day. */
  within: boolean;
  /**
   * It stands in the same province: a unit above both it and the scope. A plan: it governs the scope. A person: they work
   * within it, wherever they are paid.
   */
  related: boolean;
}

/** Invisible. With it a name is borne by nothing: so a command is carried out as if what is out of scope were not there. */
const MARK = '\u2063';

export const concealed = (name: string): string => `${name}${MARK}`;

/** Something of the name is there, but not for whoever names it. */
export const isConcealed = (name: string): boolean => name.endsWith(MARK) && !isForged(name.slice(0, -MARK.length));

/** It was sent with the mark, and gets another: else its sender would learn of which names it is the concealed one. */
export const isForged = (name: string): boolean => name.endsWith(MARK);

/** A text as it would read had nothing been concealed. */
export const revealed = (text: string): string => text.replaceAll(MARK, '');
