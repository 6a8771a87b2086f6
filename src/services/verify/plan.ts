import { type LifeCycle, reachable } from '../../domain/life-cycle.ts';
import { PHASE_LIFE, PLAN_LIFE } from '../../domain/plan.ts';
import { TASK_LIFE } from '../../domain/task.ts';
import { believed, every, holds, known, onePerDay, type Proof, phaseCode, planCode, unique, waived } from './proof.ts';

const always = `datemultirange(daterange('1900-01-01', 'infinity'))`;

/** Days of an owner that some dated rows say nothing of. */
const gap = (title: string, { owners, facts, subject }: { owners: string; facts: string; subject: string }): Proof => ({
  code: 'STATUS_GAP',
  title,
  sql: `
    SELECT ${subject} AS subject, lower(o.days - coalesce(t.days, '{}')) AS day
    FROM (${owners}) o
    LEFT JOIN (SELECT owner, range_agg(daterange(valid_from, valid_to)) AS days FROM (${facts}) f WHERE valid_from < valid_to GROUP BY owner) t USING (owner)
    WHERE NOT coalesce(t.days, '{}') @> o.days`,
});

const rows = (table: string, owner: string): string =>
  `SELECT ${owner} AS owner, valid_from, valid_to FROM ${table} WHERE superseded_at = 'infinity'`;

/** A status that cannot come after the one before it. `nexts` tells what may. */
export const transitions = <S extends string>(
  table: string,
  { owner, subject, life, nexts }: { owner: string; subject: string; life: LifeCycle<S>; nexts(from: S): Iterable<S> },
): Proof => {
  const pairs = (Object.keys(life) as S[]).flatMap((from) =>
    [...nexts(from), from].map((to) => `('${from}', '${to}')`),
  );
  return {
    code: 'TRANSITION_INVALID',
    title: `${table}: each status may follow the one before`,
    sql: `
    SELECT ${subject} AS subject, f.valid_from AS day FROM (
      SELECT *, lag(status) OVER (PARTITION BY ${owner} ORDER BY valid_from, valid_to, id) AS before FROM ${table} WHERE superseded_at = 'infinity') f
    WHERE f.before IS NOT NULL AND (f.before::text, f.status::text) NOT IN (VALUES ${[...new Set(pairs)].join(', ')})`,
  };
};

/** What stands about plans, as it is believed. */
const standing: readonly Proof[] = [
  onePerDay({ code: 'STATUS_OVERLAP', table: 'plan_version', keys: ['f.plan_id'], subject: planCode('f.plan_id') }),
  onePerDay({ code: 'STATUS_OVERLAP', table: 'plan_status', keys: ['f.plan_id'], subject: planCode('f.plan_id') }),
  onePerDay({ code: 'STATUS_OVERLAP', table: 'phase_version', keys: ['f.phase_id'], subject: phaseCode('f.phase_id') }),
  onePerDay({ code: 'STATUS_OVERLAP', table: 'phase_status', keys: ['f.phase_id'], subject: phaseCode('f.phase_id') }),
  onePerDay({
    code: 'STATUS_OVERLAP',
    table: 'gate_attestation',
    keys: ['f.phase_id', 'f.gate_code'],
    subject: phaseCode('f.phase_id'),
  }),
  onePerDay({
    code: 'STATUS_OVERLAP',
    table: 'task_status',
    keys: ['f.task_id'],
    subject: `(SELECT plan.code || '/' || task.code FROM task JOIN plan ON plan.id = task.plan_id WHERE task.id = f.task_id)`,
  }),
  onePerDay({
    code: 'PHASE_ALREADY_ACTIVE',
    table: 'phase_status',
    keys: ['f.plan_id'],
    where: `f.status IN ('ACTIVE', 'SUSPENDED')`,
    subject: planCode('f.plan_id'),
  }),
  onePerDay({
    code: 'POLICY_OVERLAP',
    table: 'policy',
    keys: ['f.key', 'coalesce(f.scope_id, 0)'],
    subject: 'f.key',
  }),
  {
    code: 'PHASE_OVERLAP',
    title: 'phase_version: live phases share no day',
    sql: `
    SELECT ${phaseCode('b.phase_id')} AS subject, greatest(a.window_from, b.window_from) AS day
    FROM phase_version a JOIN phase_version b ON b.plan_id = a.plan_id AND b.phase_id > a.phase_id AND ${believed('b')}
      AND a.valid_from < b.valid_to AND b.valid_from < a.valid_to
      AND a.window_from < least(b.window_to, b.live_until) AND b.window_from < least(a.window_to, a.live_until)
    WHERE ${believed('a')} AND a.window_from < least(a.window_to, a.live_until) AND b.window_from < least(b.window_to, b.live_until)`,
  },
  {
    code: 'PHASE_OVERLAP',
    title: 'phase_version: a phase that lives keeps its days',
    sql: `
    SELECT ${phaseCode('d.phase_id')} AS subject, d.live_until AS day FROM phase_version d
    WHERE ${believed('d')} AND d.live_until < 'infinity' AND NOT EXISTS (
      SELECT FROM phase_status s WHERE s.phase_id = d.phase_id AND ${believed('s')}
        AND (s.status = 'CANCELLED' OR (s.status = 'SUPERSEDED' AND s.valid_from <= d.live_until)))`,
  },
  {
    code: 'PHASE_ORDER',
    title: 'phase_status: a phase starts once those before it are over',
    sql: `
    SELECT DISTINCT ${phaseCode('p.id')} AS subject, s.day
    FROM (SELECT phase_id, min(valid_from) AS day FROM phase_status WHERE status = 'ACTIVE' AND superseded_at = 'infinity' GROUP BY phase_id) s
    JOIN phase p ON p.id = s.phase_id JOIN phase b ON b.plan_id = p.plan_id AND b.ordinal < p.ordinal
    JOIN phase_status o ON o.phase_id = b.id AND ${believed('o')} AND ${holds('o', 's.day')}
    WHERE o.status NOT IN ('COMPLETED', 'SUPERSEDED', 'CANCELLED')`,
  },
  gap('plan_status: on every day', {
    owners: `SELECT id AS owner, ${always} AS days FROM plan`,
    facts: rows('plan_status', 'plan_id'),
    subject: planCode('owner'),
  }),
  gap('plan_version: on every day', {
    owners: `SELECT id AS owner, ${always} AS days FROM plan`,
    facts: rows('plan_version', 'plan_id'),
    subject: planCode('owner'),
  }),
  gap('phase_status: on every day', {
    owners: `SELECT id AS owner, ${always} AS days FROM phase`,
    facts: rows('phase_status', 'phase_id'),
    subject: phaseCode('owner'),
  }),
  gap('phase_version: once the phase is planned', {
    owners: `SELECT phase_id AS owner, range_agg(daterange(valid_from, valid_to)) AS days FROM phase_status
      WHERE status <> 'DRAFT' AND superseded_at = 'infinity' AND valid_from < valid_to GROUP BY phase_id`,
    facts: rows('phase_version', 'phase_id'),
    subject: phaseCode('owner'),
  }),
  gap('task_status: on every day', {
    owners: `SELECT id AS owner, ${always} AS days FROM task`,
    facts: rows('task_status', 'task_id'),
    subject: `(SELECT plan.code || '/' || task.code FROM task JOIN plan ON plan.id = task.plan_id WHERE task.id = owner)`,
  }),
  // What was passed on one day has no row here: an import goes from DRAFT to what is reported.
  transitions('phase_status', {
    owner: 'phase_id',
    subject: phaseCode('f.phase_id'),
    life: PHASE_LIFE,
    nexts: (from) => reachable(PHASE_LIFE, from),
  }),
  transitions('plan_status', {
    owner: 'plan_id',
    subject: planCode('f.plan_id'),
    life: PLAN_LIFE,
    nexts: (from) => PLAN_LIFE[from],
  }),
  transitions('task_status', {
    owner: 'task_id',
    subject: `'task ' || f.task_id`,
    life: TASK_LIFE,
    nexts: (from) => TASK_LIFE[from],
  }),
  {
    code: 'PLAN_SUPERSEDED',
    title: 'phase_status: nothing lives on under a superseded plan',
    sql: `
    SELECT ${phaseCode('s.phase_id')} AS subject, greatest(s.valid_from, o.valid_from) AS day
    FROM plan_status o JOIN phase_status s ON s.plan_id = o.plan_id AND s.valid_to > o.valid_from AND ${believed('s')}
    WHERE o.status = 'SUPERSEDED' AND ${believed('o')} AND s.status NOT IN ('COMPLETED', 'CANCELLED', 'SUPERSEDED')`,
  },
  every('WAIVER_EXPIRED', 'waiver_term', `f.valid_to < 'infinity'`),
];

/** The definition of a phase that an act was under, by which days and kinds are allowed. */
const underPhase = `
    FROM change_event e
    JOIN phase_version d ON d.phase_id = e.phase_id AND ${holds('d', 'e.on_day')} AND ${known('d', 'e.recorded_at')}`;

/** What decisions of a moment leave behind, held against what was believed then. */
const decided: readonly Proof[] = [
  {
    code: 'PLAN_SUPERSEDED',
    title: 'change_event: no new effect under a superseded plan',
    sql: `
    SELECT ${planCode('e.plan_id')} AS subject, e.on_day AS day FROM change_event e
    JOIN plan_status s ON s.plan_id = e.plan_id AND s.status = 'SUPERSEDED' AND e.on_day >= s.valid_from AND ${known('s', 'e.recorded_at')}`,
  },
  {
    code: 'PHASE_NOT_ACTIVE',
    title: 'change_event: takes effect while its phase is active',
    sql: `
    SELECT ${phaseCode('e.phase_id')} AS subject, e.on_day AS day FROM change_event e
    JOIN phase_status s ON s.phase_id = e.phase_id AND ${holds('s', 'e.on_day')} AND ${known('s', 'e.recorded_at')}
    WHERE s.status <> 'ACTIVE'`,
  },
  {
    code: 'PHASE_WINDOW_CLOSED',
    title: 'change_event: takes effect in the window of its phase, as it was extended last',
    sql: `
    SELECT ${phaseCode('e.phase_id')} AS subject, e.on_day AS day ${underPhase}
    JOIN phase_version l ON l.phase_id = e.phase_id AND l.valid_to = 'infinity' AND ${known('l', 'e.recorded_at')}
    WHERE e.on_day < d.window_from OR e.on_day >= l.window_to`,
  },
  {
    code: 'CHANGE_NOT_ALLOWED',
    title: 'change_event: of a kind that its phase allows',
    sql: `
    SELECT ${phaseCode('e.phase_id')} AS subject, e.on_day AS day ${underPhase}
    WHERE e.kind <> ALL (d.allowed) AND NOT ${waived('CHANGE_NOT_ALLOWED', 'e.recorded_at')}`,
  },
  {
    code: 'PHASE_GATE_UNMET',
    title: 'phase_status: what somebody is to attest was attested before the step',
    // A report of the past, in the document that brought the phase, is not held up by gates.
    sql: `
    SELECT ${phaseCode('s.phase_id')} || ' ' || g.code AS subject, s.valid_from AS day
    FROM (SELECT DISTINCT ON (phase_id, status, valid_from) * FROM phase_status WHERE status IN ('READY', 'COMPLETED')
          ORDER BY phase_id, status, valid_from, recorded_at, id) s
    JOIN phase p ON p.id = s.phase_id AND p.recorded_at < s.recorded_at
    JOIN gate g ON g.phase_id = s.phase_id AND g.mandatory AND g.kind = 'ATTESTATION' AND g.moment::text = s.status::text
      AND ${known('g', 's.recorded_at')}
    WHERE NOT EXISTS (SELECT FROM gate_attestation a WHERE a.phase_id = s.phase_id AND a.gate_code = g.code
        AND ${holds('a', 's.valid_from')} AND ${known('a', 's.recorded_at')})
      AND NOT ${waived('PHASE_GATE_UNMET', 's.recorded_at')}`,
  },
  {
    code: 'ALREADY_DONE',
    title: 'change_event: what a plan foresees is carried out once, unless it was undone',
    sql: `
    SELECT ${phaseCode('min(e.phase_id)')} || ' planned_change ' || e.planned_change_id AS subject, max(e.on_day) AS day FROM change_event e
    WHERE e.planned_change_id IS NOT NULL AND NOT EXISTS (SELECT FROM change_event u WHERE u.compensates_id = e.id)
    GROUP BY e.planned_change_id HAVING count(*) > 1`,
  },
  unique('ALREADY_DONE', 'change_event', { keys: 'compensates_id', where: 'compensates_id IS NOT NULL' }),
  {
    code: 'WAIVER_EXPIRED',
    title: 'waiver_use: on the days of the waiver',
    sql: `
    SELECT 'waiver ' || u.waiver_id AS subject, u.on_day AS day FROM waiver_use u JOIN waiver w ON w.id = u.waiver_id
    WHERE NOT EXISTS (SELECT FROM waiver_term t WHERE t.waiver_id = u.waiver_id AND ${holds('t', 'u.on_day')} AND ${known('t', 'u.recorded_at')})`,
  },
];

/** Plans, their phases, gates and tasks, and what was carried out under them. */
export const planProofs: readonly Proof[] = [...standing, ...decided];
