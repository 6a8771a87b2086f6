/** Facts as lists of plain values, in which the answers of all contestants are compared. */
export type Facts = unknown;
type Json = Record<string, unknown>;

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** The number behind an id, which the product keeps in a global one. */
export function numberOf(id: unknown): number {
  const plain = Number(id);
  return Number.isNaN(plain) ? Number(Buffer.from(String(id), 'base64').toString('utf8').split(':')[1]) : plain;
}

const sealsOf = (value: unknown): unknown[] => list(value).map(({ kind, status }) => [kind, status]);

type Node = readonly [number, number | null, unknown, unknown, unknown, unknown, unknown, unknown];
const byId = (nodes: Node[]): Node[] => nodes.sort((one, other) => one[0] - other[0]);

/** A tree whose nodes hold those below them. */
export function nestedTree(roots: readonly unknown[]): Facts {
  const nodes: Node[] = [];
  const take = (value: unknown, parent: number | null): void => {
    const { id, code, name, kind, headcount, seals, children } = object(value);
    const { payroll, secondedIn } = object(headcount);
    nodes.push([numberOf(id), parent, code, name, kind, payroll, secondedIn, sealsOf(seals)]);
    for (const child of list(children)) take(child, numberOf(id));
  };
  for (const root of roots) if (root !== null) take(root, null);
  return byId(nodes);
}

/** A tree as a list of nodes that name the one above. */
export function flatTree(rows: unknown): Facts {
  const parentOf = (row: Json) => row.parentId ?? row.parent_id ?? null;
  return byId(
    list(rows).map((row) => {
      const parent = parentOf(row);
      const seals = typeof row.seals === 'string' ? JSON.parse(row.seals) : row.seals;
      const { rowId = row.id, code, name, kind, payroll } = row;
      const lent = row.secondedIn ?? row.seconded_in;
      return [
        numberOf(rowId),
        parent === null ? null : Number(parent),
        code,
        name,
        kind,
        payroll,
        lent,
        sealsOf(seals),
      ];
    }),
  );
}

const first = (value: unknown): Json => object(list(object(value).nodes)[0]);
const total = (value: unknown): number => Number(object(value).totalCount);

/** A tree as it hangs together by the foreign keys of its tables. */
export function tableTree(roots: readonly unknown[]): Facts {
  const nodes: Node[] = [];
  const take = (value: unknown, parent: number | null): void => {
    const unit = object(value);
    const { name, kind } = first(unit.unitVersionsByUnitId);
    // A relation reaches every unit that ever stood there; the one of the day has a version.
    if (name === undefined) return;
    const id = Number(unit.rowId);
    const seals = list(object(unit.sealsByUnitId).nodes).flatMap((seal) => {
      const { status } = first(seal.sealStatusesBySealIdAndUnitIdAndKind);
      return status === undefined ? [] : [[seal.kind, status]];
    });
    nodes.push([
      id,
      parent,
      unit.code,
      name,
      kind,
      total(unit.payrollsByUnitId),
      total(unit.workplacesByUnitId),
      seals,
    ]);
    for (const relation of list(object(unit.unitRelationsByParentId).nodes)) take(relation.unitByChildId, id);
  };
  for (const root of roots) if (root !== null) take(root, null);
  return byId(nodes);
}

export function staffPage(page: unknown): Facts {
  const { totalCount, nodes } = object(page);
  const rows = list(nodes).map(({ code, name, category, payrollHome, workplace }) => {
    const [home, work] = [object(payrollHome), object(workplace)];
    return [code, name, category, home.code ?? null, home.name ?? null, work.code ?? null, work.name ?? null];
  });
  return [totalCount, rows];
}

export function flatStaffPage(value: unknown): Facts {
  const rows = list(value).map((row) => [
    row.code,
    row.name,
    row.category,
    row.homeCode ?? row.home_code ?? null,
    row.homeName ?? row.home_name ?? null,
    row.workCode ?? row.work_code ?? null,
    row.workName ?? row.work_name ?? null,
  ]);
  return [list(value)[0]?.total ?? 0, rows];
}

const FIGURES = ['changes', 'seals', 'signboards', 'handovers', 'tasks'];

export function rollout(plans: unknown): Facts {
  return list(object(plans).nodes).flatMap(({ code, title, status, center, currentPhase, phases }) =>
    list(phases).map((phase) => {
      const period = object(phase.period);
      const figures = FIGURES.flatMap((part) => {
        const { done, total: of } = object(object(phase.progress)[part]);
        return [done, of];
      });
      const [at, now] = [object(center), object(currentPhase)];
      const plan = [code, title, status, at.code, at.name, now.ordinal ?? null];
      const { ordinal, title: name, status: state, overdue } = phase;
      return [...plan, ordinal, name, state, overdue, period.from, period.until, ...figures];
    }),
  );
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const ROLLOUT = [
  ...['plan', 'title', 'status', 'center_code', 'center_name', 'current_ordinal'],
  ...['ordinal', 'phase_title', 'phase_status', 'overdue', 'window_from', 'window_to'],
  ...FIGURES.flatMap((part) => [`${part}_done`, `${part}_total`]),
];

export const flatRollout = (rows: unknown): Facts =>
  list(rows).map((row) => ROLLOUT.map((name) => row[name] ?? row[camel(name)] ?? null));

export function card(unit: unknown): Facts {
  if (unit === null) return null;
  const { id, code, name, kind, parent } = object(unit);
  const above = object(parent);
  return [numberOf(id), code, name, kind, above.code ?? null, above.name ?? null];
}

export function flatCard(row: unknown): Facts {
  if (row === null) return null;
  const unit = object(row);
  const [code, name] = [unit.parentCode ?? unit.parent_code ?? null, unit.parentName ?? unit.parent_name ?? null];
  return [numberOf(unit.rowId ?? unit.id), unit.code, unit.name, unit.kind, code, name];
}

export function tableCard(value: unknown): Facts {
  if (value === null) return null;
  const unit = object(value);
  const { name, kind } = first(unit.unitVersionsByUnitId);
  if (name === undefined) return null;
  const above = object(first(unit.unitRelationsByChildId).unitByParentId);
  return [
    Number(unit.rowId),
    unit.code,
    name,
    kind,
    above.code ?? null,
    first(above.unitVersionsByUnitId).name ?? null,
  ];
}

export function found(page: unknown): Facts {
  const { totalCount, nodes } = object(page);
  return [totalCount, list(nodes).map(({ code, name, kind }) => [code, name, kind])];
}

export const flatFound = (rows: unknown): Facts => [
  list(rows)[0]?.total ?? 0,
  list(rows).map(({ code, name, kind }) => [code, name, kind]),
];
