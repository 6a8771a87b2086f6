import path from 'node:path';
import * as canonical from '../operations/canonical.ts';
import * as documents from '../operations/documents.ts';
import { MODES, type Mode } from '../operations/operations.ts';
import type { Variables } from '../operations/variables.ts';
import { BENCH, type Served, serve } from '../processes/child.ts';
import { serveProduct } from '../processes/product.ts';
import { STATEMENTS } from './floor-statements.ts';

export interface Surroundings {
  /** As the owner of the tables. */
  ownerUrl: string;
  /** As the login that row level security binds. */
  appUrl: string;
  core: number | null;
}

/** A server that has been started, with what every request to it says of its sender. */
export interface Running extends Served {
  headers: Readonly<Record<string, string>>;
}

export interface Asked {
  /** Below the address that the server told. */
  path: string;
  body: string;
}

export interface Contestant {
  id: string;
  title: string;
  start(surroundings: Surroundings): Promise<Running>;
  /** A request, or null where the contestant has nothing like it. */
  ask(operation: string, variables: Variables): Asked | null;
  /** The facts in an answer. */
  read(operation: string, answer: unknown): canonical.Facts;
  /**
   * How it is asked. What keeps nothing between requests answers repeated ones as it does first ones; only those that the
   * product is compared with are measured so all the same.
   */
  modes: readonly Mode[];
  /** What every good answer to a change holds. */
  accepts: string | null;
}

type Reading = (data: Record<string, unknown>) => canonical.Facts;

const PRODUCT_READINGS: Readonly<Record<string, Reading>> = {
  a: ({ unit }) => canonical.nestedTree([unit]),
  b: ({ units }) => canonical.nestedTree((units as { nodes: unknown[] }).nodes),
  c: ({ staffMembers }) => canonical.staffPage(staffMembers),
  d: ({ plans }) => canonical.rollout(plans),
  e: ({ unit }) => canonical.card(unit),
  g: ({ organizationDiff }) => organizationDiff,
  h: ({ rehearsePhase }) => rehearsePhase,
  i: ({ units }) => canonical.found(units),
  j: ({ capacity }) => capacity,
};
const TUNED_READINGS: Readonly<Record<string, Reading>> = {
  a: ({ rows }) => canonical.flatTree(rows),
  b: ({ rows }) => canonical.flatTree(rows),
  c: ({ rows }) => canonical.flatStaffPage(rows),
  d: ({ rows }) => canonical.flatRollout(rows),
  e: ({ row }) => canonical.flatCard(row),
  i: ({ rows }) => canonical.flatFound(rows),
};
const DEFAULT_READINGS: Readonly<Record<string, Reading>> = {
  a: ({ unitByCode }) => canonical.tableTree([unitByCode]),
  b: ({ allUnitVersions }) =>
    canonical.tableTree(
      (allUnitVersions as { nodes: { unitByUnitId: unknown }[] }).nodes.map((one) => one.unitByUnitId),
    ),
  e: ({ unitByCode }) => canonical.tableCard(unitByCode),
};

const readData =
  (readings: Readonly<Record<string, Reading>>) =>
  (operation: string, answer: unknown): canonical.Facts =>
    readings[operation]?.((answer as { data: Record<string, unknown> }).data);

const asking =
  (
    known: Readonly<Record<string, string>>,
    shape: (operation: string, variables: Variables) => Variables = (_, given) => given,
  ) =>
  (operation: string, variables: Variables): Asked | null => {
    const query = known[operation];
    return query === undefined
      ? null
      : { path: '', body: JSON.stringify({ query, variables: shape(operation, variables) }) };
  };

const isWrite = (operation: string): boolean => operation.startsWith('f');

/** What the product's verbs are given. */
function inputOf(operation: string, variables: Variables): Variables {
  if (operation === 'f1') return { input: variables };
  if (operation !== 'f2') return variables;
  const { staff, unit, ...rest } = variables;
  return { input: { moves: [{ staff, toUnit: unit }], ...rest } };
}

const TSX = ['--import', 'tsx'];

const servePeer = async (
  file: string,
  { ownerUrl, core }: Surroundings,
  {
    program = process.execPath,
    flags = TSX,
    env = {},
  }: { program?: string; flags?: string[]; env?: Record<string, string> } = {},
): Promise<Running> => ({
  ...(await serve({
    command: [program, ...flags, path.join(BENCH, 'contestants', file)],
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: ownerUrl,
      TSX_TSCONFIG_PATH: path.join(BENCH, 'tsconfig.json'),
      ...env,
    },
    core,
    announces: /listening at (\S+)/,
  })),
  headers: {},
});

/** PostGraphile takes a newer Node.js than the product has to run on; its own comes along from npm. */
const NEWER_NODE = path.join(BENCH, 'node_modules/node/bin/node');
const postgraphile = (peer: string) => (surroundings: Surroundings) =>
  servePeer('postgraphile.ts', surroundings, {
    program: NEWER_NODE,
    flags: [],
    env: { PEER: peer, GRAPHILE_ENV: 'production' },
  });

export const PRODUCT = 'product';
/** The product past its read models. */
export const BASE = 'product-base';
export const FLOOR = 'floor';
export const TUNED = 'postgraphile-tuned';

const FIRST_ONLY: readonly Mode[] = ['first'];

const startProduct = async (surroundings: Surroundings): Promise<Running> => {
  const product = await serveProduct(surroundings);
  return { ...product, headers: { authorization: `Bearer ${product.token}` } };
};

export const CONTESTANTS: readonly Contestant[] = [
  {
    id: PRODUCT,
    title: 'Sapxep, as in production',
    start: startProduct,
    ask: asking(documents.PRODUCT_DOCUMENTS, inputOf),
    read: readData(PRODUCT_READINGS),
    modes: MODES,
    accepts: '"violations":[]',
  },
  {
    id: BASE,
    title: 'Sapxep, over the base tables',
    start: startProduct,
    ask: asking(documents.BASE_DOCUMENTS),
    read: readData(PRODUCT_READINGS),
    modes: FIRST_ONLY,
    accepts: null,
  },
  {
    id: FLOOR,
    title: 'floor: node:http, one statement, its JSON through',
    start: (surroundings) => servePeer('floor.ts', surroundings),
    ask: (operation, variables) =>
      STATEMENTS[operation] ? { path: operation, body: JSON.stringify(variables) } : null,
    read: (operation, answer) => (TUNED_READINGS[operation] ?? (({ rows }) => rows))({ rows: answer, row: answer }),
    modes: MODES,
    accepts: null,
  },
  {
    id: TUNED,
    title: 'PostGraphile, tuned with SQL functions',
    start: postgraphile('tuned'),
    ask: asking(documents.TUNED_DOCUMENTS),
    read: readData(TUNED_READINGS),
    modes: MODES,
    accepts: null,
  },
  {
    id: 'postgraphile-default',
    title: 'PostGraphile, over the tables',
    start: postgraphile('default'),
    ask: asking(documents.DEFAULT_DOCUMENTS),
    read: readData(DEFAULT_READINGS),
    modes: FIRST_ONLY,
    accepts: null,
  },
  {
    id: 'apollo',
    title: 'Apollo, type-graphql, DataLoader, drizzle',
    start: (surroundings) => servePeer('apollo.ts', surroundings),
    ask: asking(documents.PLAIN_DOCUMENTS, (operation, given) => (isWrite(operation) ? { input: given } : given)),
    read: readData(PRODUCT_READINGS),
    modes: FIRST_ONLY,
    accepts: null,
  },
  {
    id: 'mercurius',
    title: 'Mercurius, graphql-jit, loaders by hand',
    start: (surroundings) => servePeer('mercurius.ts', surroundings),
    ask: asking(documents.PLAIN_DOCUMENTS, (operation, given) => (isWrite(operation) ? { input: given } : given)),
    read: readData(PRODUCT_READINGS),
    modes: FIRST_ONLY,
    accepts: null,
  },
];
