import { afterAll, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
import { carried } from '../support/plan-verbs.ts';
import { onServer } from '../support/test-server.ts';
import { statementsOf } from '../support/statements-of.ts';
import { writeFileSync } from 'node:fs';

const server = await startApiServer({ template: 'plans', today: '2025-12-31' });
afterAll(() => server.close());
it('perf', async () => {
  await onServer(server.databaseUrl, async (sql) => {
    await sql.unsafe(`
      INSERT INTO staff (code) SELECT 'Z' || g FROM generate_series(1, 3000) g;
      INSERT INTO staff_version (staff_id, valid_from, name, category) SELECT id, '2025-01-01', 'An ' || code, 'PUBLIC_EMPLOYEE' FROM staff;
      WITH places AS (SELECT u.id, row_number() OVER (ORDER BY u.code) - 1 AS n FROM unit u JOIN unit_life l ON l.unit_id = u.id AND l.superseded_at = 'infinity' AND l.valid_from <= '2025-01-01' AND l.valid_to = 'infinity'
        JOIN unit_version v ON v.unit_id = u.id AND v.superseded_at='infinity' AND v.valid_to='infinity' WHERE u.code LIKE 'HN-B%' )
      INSERT INTO payroll (staff_id, unit_id, category, valid_from) SELECT s.id, p.id, 'PUBLIC_EMPLOYEE', '2025-01-01' FROM staff s JOIN places p ON p.n = s.id % (SELECT count(*) FROM places);
    `);
    console.log(await sql`SELECT unit.code, count(*) FROM payroll JOIN unit ON unit.id=unit_id GROUP BY 1 ORDER BY 1 LIMIT 20`);
    await sql`ANALYZE`;
  });
  const { unit } = await server.query('{ unit(code: "HN", asOf: "2025-02-01") { descendants(kinds: [BRANCH], first: 100) { nodes { code } } } }');
  const branches = unit.descendants.nodes.map((n: { code: string }) => n.code);
  console.log(branches);
  const homes = new Map<string, string>();
  for (let month = 1; month <= 12; month += 1) {
    const on = `2025-${String(month).padStart(2, '0')}-15`;
    const moves = Array.from({ length: 400 }, (_, i) => {
      const staff = `Z${((month * 397 + i) % 3000) + 1}`;
      const to = branches[(month + i) % branches.length];
      return { staff, toUnit: homes.get(staff) === to ? branches[(month + i + 1) % branches.length] : to };
    });
    for (const m of moves) homes.set(m.staff, m.toUnit);
    const p = await (await import('../support/plan-verbs.ts')).sendVerb(server, 'transferStaff', { moves, on, decidedBy: 'HN', instrument: '29/KH-UBND' }, {show: 'transfers { id }'});
    console.log(on, p.transfers.length, JSON.stringify(p.violations.slice(0, 2)));
  }
  await carried(server, 'allocateHeadcount', { center: 'HN', year: 2025, instrument: '29/KH-UBND', allocations: [{ unit: 'HN', category: 'PUBLIC_EMPLOYEE', ceiling: 4000 }] });
  for (const q of [
    ['all', 'balanced accounts { unit { code name } measure category opening debits credits closing } entries { totalCount nodes { on debit { code name } credit { code name } staff { code name } reason instrument { number } } }'],
    ['entries', 'entries { totalCount nodes { on debit { code name } credit { code name } staff { code name } reason instrument { number } } }'],
    ['accounts', 'accounts { unit { code name } measure category opening debits credits closing }'],
    ['balanced', 'balanced'],
  ] as const) {
    const doc = `{ headcountLedger(root: "HN", from: "2025-01-01", until: "2026-01-01", first: 100) { ${q[1]} } }`;
    for (let i = 0; i < 3; i += 1) {
      const t = performance.now();
      const r = await server.query(doc);
      console.log(q[0], Math.round(performance.now() - t), 'ms', r.headcountLedger.entries?.totalCount, r.headcountLedger.balanced, r.headcountLedger.accounts?.length);
    }
  }
  const { statements } = await statementsOf(server, () => server.query('{ headcountLedger(root: "HN", from: "2025-01-01", until: "2026-01-01", first: 100) { balanced accounts { opening } } }'));
  writeFileSync('/tmp/ledger.sql', statements.join(';\n'));
}, 300_000);
