import { parseArgs } from 'node:util';
import { CONTESTANTS } from './contestants/contestants.ts';
import { MODES, type Mode, OPERATIONS } from './operations/operations.ts';

export interface Options {
  rounds: number;
  seconds: number;
  /** Before a measurement, with other variables. */
  warmUpSeconds: number;
  connections: number;
  operations: readonly string[];
  modes: readonly Mode[];
  contestants: readonly string[];
  task: 'compare' | 'growth' | 'memory';
  /** Where the figures of every round are written as JSON, too. */
  out: string | null;
}

export const USAGE = `usage: npm run bench [-- [--rounds N] [--seconds S] [--warm-up S] [--connections N] [--only a,c] [--modes ${MODES.join(',')}]
  [--contestants ${CONTESTANTS.map(({ id }) => id).join(',')}] [--out FILE] [--growth | --memory]]`;

/** Says what was asked for, or null where it cannot be meant. */
export function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rounds: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '4' },
        'warm-up': { type: 'string', default: '1' },
        connections: { type: 'string', default: '32' },
        only: { type: 'string' },
        modes: { type: 'string' },
        contestants: { type: 'string' },
        out: { type: 'string' },
        growth: { type: 'boolean', default: false },
        memory: { type: 'boolean', default: false },
      },
    });
    const operations = chosen(
      values.only,
      OPERATIONS.map(({ id }) => id),
      (known, asked) => known.startsWith(asked),
    );
    const contestants = chosen(
      values.contestants,
      CONTESTANTS.map(({ id }) => id),
    );
    const modes = chosen(values.modes, MODES);
    const numbers = [values.rounds, values.seconds, values['warm-up'], values.connections].map(Number);
    const [rounds = 0, seconds = 0, warmUpSeconds = 0, connections = 0] = numbers;
    if (!operations || !contestants || !modes || numbers.some((number) => !(number > 0))) return null;
    const task = values.growth ? 'growth' : values.memory ? 'memory' : 'compare';
    return {
      rounds,
      seconds,
      warmUpSeconds,
      connections,
      operations,
      modes,
      contestants,
      task,
      out: values.out ?? null,
    };
  } catch {
    return null;
  }
}

/** Those of a list that were asked for, all where nothing was; null where something is not known. */
function chosen<T extends string>(
  asked: string | undefined,
  known: readonly T[],
  isMeant: (known: T, asked: string) => boolean = (one, other) => one === other,
): T[] | null {
  if (asked === undefined) return [...known];
  const wanted = asked.split(',');
  if (!wanted.every((one) => known.some((other) => isMeant(other, one)))) return null;
  return known.filter((other) => wanted.some((one) => isMeant(other, one)));
}
