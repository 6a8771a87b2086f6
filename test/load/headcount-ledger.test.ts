import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Day } from '../../src/domain/day.ts';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried, sendVerb } from '../support/plan-verbs.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { onServer } from '../support/test-server.ts';

const TODAY = '2025-06-30';
const FROM: Day = '2025-01-01';
const UNTIL: Day = '2026-01-01';
const INSTRUMENT = '1/QĐ';
const STEPS = 120;
const CATEGORIES = ['PUBLIC_EMPLOYEE', 'CONTRACT'];
const DAYS = Array.from({ length: 365 }, (_, index) => addDays(FROM, index));

/** Who stands under whom to begin with; the authority at the top decides on everybody. */
const UNITS = [
  ['TOP', 'PEOPLES_COMMITTEE', null],
  ['C', 'PROVINCIAL_CENTER', 'TOP'],
  ['A', 'BRANCH', 'C'],
  ['B', 'BRANCH', 'C'],
  ['D', 'BRANCH', 'C'],
  ['P', 'RECEPTION_POINT', 'A'],
  ['Q', 'RECEPTION_POINT', 'B'],
  ['E', 'PROVINCIAL_CENTER', 'TOP'],
  ['F', 'BRANCH', 'E'],
  ['X', 'DEPARTMENT', 'TOP'],
] as const;

const server = await startApiServer({ template: 'migrated', today: TODAY });

beforeAll(() =>
  carried(server, 'recordInstrument', {
    number: INSTRUMENT,
    kind: 'DECISION',
    issuer: 'Sở Nội vụ',
    issuedOn: '2024-01-01',
    inForceFrom: '2024-01-01',
    title: 'Quyết định',
  }),
);

afterAll(() => server.close());

/** An organization that people and posts move about in at random, the same way for the same seed. */
class Year {
  readonly people: string[] = [];
  readonly accepted = new Map<string, number>();
  private readonly transfers: string[] = [];
  private readonly random: () => number;
  private readonly tag: string;
  private isAbsorbed = false;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.tag = `Y${seed}-`;
  }

  unit(name: string): string {
    return this.tag + name;
  }

  async establish(): Promise<void> {
    for (const [name, kind, parent] of UNITS) {
      const code = this.unit(name);
      const under = parent === null ? {} : { parent: this.unit(parent) };
      await carried(server, 'establishUnit', { code, name, kind, on: '2024-01-01', instrument: INSTRUMENT, ...under });
    }
    while (this.people.length < 5) await this.register();
  }

  /** One act, whatever comes up; what the rules refuse leaves everything as it is. */
  async step(): Promise<void> {
    const acts = [
      ...Array(10).fill(() => this.register()),
      ...Array(9).fill(() => this.transfer()),
      ...Array(4).fill(() => this.allocate()),
      ...Array(3).fill(() => this.leave()),
      ...Array(2).fill(() => this.correct()),
      () => this.second(),
      () => this.cancel(),
      () => this.compensate(),
      () => this.reparent(),
      () => this.absorb(),
    ];
    await this.one(acts)();
  }

  private one<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }

  private count(most: number): number {
    return 1 + Math.floor(this.random() * most);
  }

  /** Mostly of the year, some before and after it, its first and last among them. */
  private day(): Day {
    return this.one([FROM, addDays(UNTIL, -1), UNTIL, ...DAYS, ...DAYS.map((day) => addDays(day, 180))]);
  }

  private anyUnit(): string {
    return this.unit(this.one(UNITS.slice(1))[0]);
  }

  private async send(verb: string, input: object, show?: string): Promise<Data> {
    const payload = await sendVerb(server, verb, { instrument: INSTRUMENT, ...input }, { show });
    const isRefused = payload.violations.some(({ severity }: Data) => severity === 'BLOCKING');
    if (!isRefused) this.accepted.set(verb, (this.accepted.get(verb) ?? 0) + 1);
    return isRefused ? null : payload;
  }

  private async register(): Promise<void> {
    const code = `${this.tag}${this.people.length}`;
    const at = { category: this.one(CATEGORIES), payrollHome: this.anyUnit(), from: addDays(this.day(), -240) };
    if (await this.send('registerStaff', { code, name: 'An', ...at })) this.people.push(code);
  }

  private async transfer(): Promise<void> {
    const staff = new Set(Array.from({ length: this.count(4) }, () => this.one(this.people)));
    const category = this.random() < 0.2 ? this.one(CATEGORIES) : null;
    const moves = [...staff].map((code) => ({ staff: code, toUnit: this.anyUnit(), category }));
    const input = { moves, on: this.day(), decidedBy: this.unit('TOP') };
    const payload = await this.send('transferStaff', input, 'transfers { id }');
    this.transfers.push(...(payload?.transfers.map(({ id }: Data) => id) ?? []));
  }

  /** Posts of a center and of what stands below it, of this year or the next. */
  private async allocate(): Promise<void> {
    const center = this.one(['C', 'E']);
    const parts = center === 'C' ? ['A', 'B', 'D', 'P', 'Q'] : ['F'];
    const units = new Set([
      ...(this.random() < 0.4 ? [center] : []),
      ...Array.from({ length: 3 }, () => this.one(parts)),
    ]);
    const category = this.one(CATEGORIES);
    const allocations = [...units].map((name) => {
      const ceiling = (name === center ? 60 : 8) + this.count(12);
      return { unit: this.unit(name), category, ceiling };
    });
    const day = this.day();
    await this.send('allocateHeadcount', {
      center: this.unit(center),
      year: Number(day.slice(0, 4)),
      from: this.random() < 0.3 ? null : day,
      allocations,
    });
  }

  private async leave(): Promise<void> {
    await this.send('leaveStaff', { staff: this.one(this.people), on: this.day() });
  }

  private async correct(): Promise<void> {
    const what = this.one([{ category: this.one(CATEGORIES) }, { beganOn: addDays(this.day(), -240) }]);
    await this.send('correctStaff', { staff: this.one(this.people), on: this.day(), reason: 'Ghi sai', ...what });
  }

  private async second(): Promise<void> {
    const from = this.day();
    await this.send('secondStaff', {
      staff: this.one(this.people),
      host: this.anyUnit(),
      from,
      until: addDays(from, 200),
      homeAgreement: '1/CV',
      hostAgreement: '2/CV',
      onReturn: 'RETURN',
    });
  }

  private async cancel(): Promise<void> {
    if (this.transfers.length === 0) return;
    await this.send('cancelTransfer', { transfer: this.one(this.transfers), reason: 'Thôi' });
  }

  private async compensate(): Promise<void> {
    if (this.transfers.length === 0) return;
    const input = { transfer: this.one(this.transfers), on: this.day(), decidedBy: this.unit('TOP') };
    await this.send('compensateTransfer', input);
  }

  private async reparent(): Promise<void> {
    const [unit, parents] = this.one([
      ['D', ['C', 'E']],
      ['P', ['A', 'B', 'F']],
      ['F', ['C', 'E']],
    ] as const);
    const input = { unit: this.unit(unit), relation: 'ESTABLISHMENT', parent: this.unit(this.one(parents)) };
    await this.send('reparentUnit', { ...input, on: this.day() });
  }

  private async absorb(): Promise<void> {
    if (this.isAbsorbed) return;
    const change = { kind: 'ABSORB', on: this.day(), sources: [{ unit: this.unit('Q') }] };
    const payload = await this.send('applyChange', { change: { ...change, results: [{ unit: this.unit('P') }] } });
    this.isAbsorbed = payload !== null;
  }
}

interface Fact {
  unit: string;
  center: string;
  category: string;
  amount: number;
  from: Day;
  until: Day;
}

/** What is believed now, read past the API: payroll, quotas, and who stands under whom. */
interface Belief {
  /** The last instant at which something was recorded. */
  instant: string;
  payroll: Fact[];
  quotas: Fact[];
  relations: { child: string; parent: string; from: Day; until: Day }[];
}

const believed = (): Promise<Belief> =>
  onServer(server.databaseUrl, async (sql) => {
    const days = sql`f.valid_from::text AS "from", f.valid_to::text AS until`;
    const [now] =
      await sql`SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS instant`;
    const payroll = await sql<
      Fact[]
    >`SELECT unit.code AS unit, unit.code AS center, f.category::text, 1 AS amount, ${days}
      FROM payroll f JOIN unit ON unit.id = f.unit_id WHERE f.superseded_at = 'infinity'`;
    const quotas = await sql<
      Fact[]
    >`SELECT unit.code AS unit, center.code AS center, f.category::text, f.ceiling AS amount, ${days}
      FROM quota f JOIN unit ON unit.id = f.unit_id JOIN unit center ON center.id = f.center_id WHERE f.superseded_at = 'infinity'`;
    const relations = await sql<Belief['relations']>`SELECT child.code AS child, parent.code AS parent, ${days}
      FROM unit_relation f JOIN unit child ON child.id = f.child_id JOIN unit parent ON parent.id = f.parent_id
      WHERE f.superseded_at = 'infinity' AND f.kind = 'ESTABLISHMENT'`;
    return { instant: now?.instant, payroll, quotas, relations };
  });

const holds = ({ from, until }: { from: Day; until: Day }, day: Day): boolean => from <= day && day < until;

/** Units at or below another on some day of the year. */
function unitsUnder(root: string, { relations }: Belief): Set<string> {
  const found = new Set([root]);
  for (const day of DAYS) {
    const now = relations.filter((relation) => holds(relation, day));
    const below = new Set([root]);
    // A set is walked in the order of insertion, what is added on the way included.
    for (const unit of below) for (const { child, parent } of now) if (parent === unit) below.add(child);
    for (const unit of below) found.add(unit);
  }
  return found;
}

type Figures = Map<string, number>;

const add = (figures: Figures, account: string, amount: number): void => {
  figures.set(account, (figures.get(account) ?? 0) + amount);
};

/** Accounts that hold something. */
const held = (figures: Figures): Record<string, number> =>
  Object.fromEntries([...figures].filter(([, amount]) => amount !== 0).sort());

/** What is counted on a day, fact by fact. */
function recount(units: ReadonlySet<string>, { payroll, quotas }: Belief, day: Day): Record<string, number> {
  const figures: Figures = new Map();
  for (const { unit, category } of payroll.filter((fact) => holds(fact, day)))
    add(figures, `${unit} PEOPLE ${category}`, 1);
  for (const { unit, center, category, amount } of quotas.filter((fact) => holds(fact, day))) {
    add(figures, `${unit} POSTS ${category}`, amount);
    if (center !== unit) add(figures, `${center} POSTS ${category}`, -amount);
  }
  return held(new Map([...figures].filter(([account]) => units.has(account.split(' ')[0] ?? ''))));
}

const ENTRY = 'on measure category creditedCategory quantity debit { code } credit { code } staff { code } reason';
const ACCOUNT = 'unit { code } measure category opening debits credits closing';

/** The ledger with all pages of its entries, and its accounts on every day of the year. */
async function ledgerOf(root: string, knownAt: string | null) {
  const ask = async (show: string, after: string | null = null): Promise<Data> =>
    (
      await server.query(
        `query ($root: String!, $knownAt: DateTime, $after: String) {
          headcountLedger(root: $root, from: "${FROM}", until: "${UNTIL}", knownAt: $knownAt, first: 100, after: $after) { ${show} } }`,
        { root, knownAt, after },
      )
    ).headcountLedger;
  const entries: Data[] = [];
  for (let after: string | null = null; entries.length === 0 || after !== null; ) {
    const { entries: page } = await ask(`entries { nodes { ${ENTRY} } pageInfo { hasNextPage endCursor } }`, after);
    entries.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  }
  const accounts: Data[] = [];
  for (let start = 0; start < DAYS.length; start += 100) {
    const days = DAYS.slice(start, start + 100);
    const shown = await ask(days.map((day, index) => `d${index}: accounts(on: "${day}") { ${ACCOUNT} }`).join(' '));
    accounts.push(...days.map((_, index) => shown[`d${index}`]));
  }
  return { entries, accounts, balanced: (await ask('balanced')).balanced };
}

const keyOf = (unit: { code: string } | null, { measure }: Data, category: string): string =>
  `${unit?.code ?? 'outside'} ${measure} ${category}`;

/** Compares a ledger with what was counted apart from it, day by day. */
async function expectReconciled(root: string, belief: Belief, knownAt: string | null): Promise<Data[]> {
  const units = unitsUnder(root, belief);
  const { entries, accounts, balanced } = await ledgerOf(root, knownAt);
  const figures: Figures = new Map(Object.entries(recount(units, belief, addDays(FROM, -1))));
  const isOwn = (account: string) => units.has(account.split(' ')[0] ?? '');

  let moved = 0;
  for (const [index, day] of DAYS.entries()) {
    for (; entries[moved]?.on === day; moved += 1) {
      const entry = entries[moved];
      add(figures, keyOf(entry.debit, entry, entry.category), entry.quantity);
      add(figures, keyOf(entry.credit, entry, entry.creditedCategory), -entry.quantity);
    }
    const counted = recount(units, belief, day);
    // What the entries come to, what the accounts say they come to, and what is counted on the day.
    expect([day, held(new Map([...figures].filter(([account]) => isOwn(account))))]).toEqual([day, counted]);
    const closing = accounts[index].map((row: Data) => [keyOf(row.unit, row, row.category), row.closing] as const);
    expect([day, held(new Map(closing))]).toEqual([day, counted]);
    const astray = accounts[index].filter((row: Data) => row.opening + row.debits - row.credits !== row.closing);
    expect([day, astray]).toEqual([day, []]);
  }
  expect(moved).toBe(entries.length);
  expect(balanced).toBe(true);
  return entries;
}

/** How often each verb was carried out, in all years together. */
const accepted = new Map<string, number>();

describe.each([1, 2, 3])('a year of moves at random (seed %d)', (seed) => {
  const year = new Year(seed);
  let midway: Belief;
  let end: Belief;

  beforeAll(async () => {
    await year.establish();
    for (let step = 0; step < STEPS; step += 1) {
      if (step === STEPS / 2) midway = await believed();
      await year.step();
    }
    end = await believed();
    for (const [verb, times] of year.accepted) accepted.set(verb, (accepted.get(verb) ?? 0) + times);
  }, 180_000);

  it.each(['C', 'E', 'A', 'TOP'])('reconciles on every day: %s', async (name) => {
    const entries = await expectReconciled(year.unit(name), end, null);

    expect(entries.length).toBeGreaterThan(5);
  });

  it.each(['C', 'TOP'])('reconciles on every day with what was believed midway: %s', async (name) => {
    await expectReconciled(year.unit(name), midway, midway.instant);
  });

  it('debits as much as it credits, the outside included', async () => {
    const { entries } = await ledgerOf(year.unit('TOP'), null);

    const sides = entries.map(({ debit, credit, quantity }) => [debit !== null || credit !== null, quantity > 0]);
    const figures: Figures = new Map();
    for (const entry of entries) {
      add(figures, keyOf(entry.debit, entry, entry.category), entry.quantity);
      add(figures, keyOf(entry.credit, entry, entry.creditedCategory), -entry.quantity);
    }

    expect(sides.every(([isInside, isSome]) => isInside && isSome)).toBe(true);
    expect([...figures.values()].reduce((sum, amount) => sum + amount, 0)).toBe(0);
  });
});

describe('the years together', () => {
  it('have seen every verb that moves people or posts, transfers often', () => {
    expect([...accepted.keys()].sort()).toEqual([
      'allocateHeadcount',
      'applyChange',
      'cancelTransfer',
      'compensateTransfer',
      'correctStaff',
      'leaveStaff',
      'registerStaff',
      'reparentUnit',
      'secondStaff',
      'transferStaff',
    ]);
    expect(accepted.get('transferStaff')).toBeGreaterThan(40);
  });
});
