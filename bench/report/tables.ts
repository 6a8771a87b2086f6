import type { Comparison, Sample } from '../compare.ts';
import { BASE, CONTESTANTS, FLOOR, PRODUCT, TUNED } from '../contestants/contestants.ts';
import { MODES, type Mode, OPERATIONS } from '../operations/operations.ts';

const MODE_TITLES: Record<Mode, string> = {
  first: 'First reads (and changes)',
  repeated: 'Repeated reads',
  written: 'Repeated reads while ten changes a second happen elsewhere',
};

/** Requests per second that the product is to answer for one of the tuned PostGraphile. */
const AGAINST_TUNED: Record<Mode, Readonly<Record<string, number>>> = {
  first: { a: 6, b: 5, c: 2.5, d: 20, e: 2.5, f1: 1.7, f2: 1.7 },
  repeated: { a: 30, b: 80, c: 15, d: 100 },
  written: { a: 15, b: 40, c: 7.5, d: 50 },
};
/** CPU that the product may use for a request, for that of the floor. */
const AGAINST_FLOOR: Readonly<Record<string, number>> = { a: 1.1, b: 1.1, c: 1.1, d: 1.1, e: 1.35, f1: 1.15, f2: 1.15 };

/** CPU that it may use past its read models, for that of the tuned PostGraphile; it is to answer at least as often. */
const BASE_AGAINST_TUNED: Readonly<Record<string, number>> = { a: 0.65, b: 0.8 };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

interface Cell {
  perSecond: number;
  p50: number;
  p99: number;
  serverCpu: number;
  databaseCpu: number;
  /** Both together. */
  cpu: number;
}

function cellOf(samples: readonly Sample[], contestant: string, operation: string, mode: Mode): Cell | null {
  const some = samples.filter(
    (one) => one.contestant === contestant && one.operation === operation && one.mode === mode,
  );
  if (some.length === 0) return null;
  const of = (figure: (sample: Sample) => number): number => median(some.map(figure));
  return {
    perSecond: of((one) => one.perSecond),
    p50: of((one) => one.p50),
    p99: of((one) => one.p99),
    serverCpu: of((one) => one.serverCpu),
    databaseCpu: of((one) => one.databaseCpu),
    cpu: of((one) => one.serverCpu + one.databaseCpu),
  };
}

/** A number with as many digits as tell something. */
const short = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(head),
  row(head.map(() => '---')),
  ...rows.map(row),
];

/** All figures as Markdown: what was answered and used, then the ratios beside the goals. */
export function tables({ samples, peaks }: Comparison): string {
  const parts = MODES.flatMap((mode) => {
    const figures = figuresOf(samples, mode);
    if (figures.length === 0) return [];
    const ratios = [...ratiosOf(samples, mode), ...(mode === 'first' ? baseRatiosOf(samples) : [])];
    return [`### ${MODE_TITLES[mode]}`, '', ...figures, '', ...ratios, ''];
  });
  const memory = table(
    ['contestant', 'most memory of its process'],
    CONTESTANTS.filter(({ id }) => peaks.has(id)).map(({ id, title }) => [
      title,
      `${(peaks.get(id) ?? 0).toFixed(0)} MB`,
    ]),
  );
  return [...parts, '### Memory', '', ...memory].join('\n');
}

/** The same past the read models, beside the tuned PostGraphile, which has none. */
function baseRatiosOf(samples: readonly Sample[]): string[] {
  const rows = OPERATIONS.flatMap(({ id, title }) => {
    const [base, tuned] = [cellOf(samples, BASE, id, 'first'), cellOf(samples, TUNED, id, 'first')];
    if (!base || !tuned) return [];
    const [faster, dearer, limit = 1] = [
      base.perSecond / tuned.perSecond,
      base.cpu / tuned.cpu,
      BASE_AGAINST_TUNED[id],
    ];
    return [
      [
        `${id}: ${title}`,
        `${short(faster)} ×`,
        `≥ 1 ${faster >= 1 ? '✓' : '✗'}`,
        `${short(dearer)} ×`,
        `≤ ${limit} ${dearer <= limit ? '✓' : '✗'}`,
      ],
    ];
  });
  const head = ['over the base tables', 'requests a second, of PostGraphile tuned', 'goal', 'CPU, of the same', 'goal'];
  return rows.length === 0 ? [] : ['', ...table(head, rows)];
}

/** Requests a second, p50 and p99 in ms, and CPU ms of server + PostgreSQL for a request. */
function figuresOf(samples: readonly Sample[], mode: Mode): string[] {
  const operations = OPERATIONS.filter(({ id }) => samples.some((one) => one.operation === id && one.mode === mode));
  if (operations.length === 0) return [];
  const head = ['', ...operations.map(({ id, title }) => `${id}: ${title}`)];
  const shown = CONTESTANTS.filter(({ id }) => samples.some((one) => one.contestant === id));
  const rows = shown.map(({ id: contestant, title }) => [
    title,
    ...operations.map(({ id }) => {
      const cell = cellOf(samples, contestant, id, mode);
      if (!cell) return 'n/a';
      return `**${short(cell.perSecond)}**/s · ${short(cell.p50)} / ${short(cell.p99)} ms · ${short(cell.serverCpu)} + ${short(cell.databaseCpu)}`;
    }),
  ]);
  return table(head, rows);
}

function ratiosOf(samples: readonly Sample[], mode: Mode): string[] {
  const rows = OPERATIONS.flatMap(({ id, title }) => {
    const product = cellOf(samples, PRODUCT, id, mode);
    if (!product) return [];
    const [tuned, floor] = [cellOf(samples, TUNED, id, mode), cellOf(samples, FLOOR, id, mode)];
    const goal = AGAINST_TUNED[mode][id];
    const limit = mode === 'first' ? AGAINST_FLOOR[id] : undefined;
    const faster = tuned && product.perSecond / tuned.perSecond;
    const dearer = floor && product.cpu / floor.cpu;
    return [
      [
        `${id}: ${title}`,
        faster === null ? 'n/a' : `${short(faster)} ×`,
        goal === undefined ? '' : `≥ ${goal}${faster === null ? '' : faster >= goal ? ' ✓' : ' ✗'}`,
        dearer === null ? 'n/a' : `${short(dearer)} ×`,
        limit === undefined ? '' : `≤ ${limit}${dearer === null ? '' : dearer <= limit ? ' ✓' : ' ✗'}`,
      ],
    ];
  });
  return table(
    ['product', 'requests a second, of PostGraphile tuned', 'goal', 'CPU for a request, of the floor', 'goal'],
    rows,
  );
}
