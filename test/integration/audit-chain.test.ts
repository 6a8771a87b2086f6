import pino from 'pino';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorAudit } from '../../src/app/audit-anchors.ts';
import { readAnchors, writeAnchor } from '../../src/services/audit/anchor.ts';
import { type AuditFinding, type VerifiedAudit, verifyAudit } from '../../src/services/audit/verify-audit.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { connect, ISOLATIONS, outcomeOf, SERIALIZATION_FAILURE } from '../support/writer.ts';

const WRITERS = 50;
const NO_PRIVILEGE = '42501';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

/** Some entries in one statement, as anybody with SQL may write them. */
const entries = (tx: Sql, request: string, count = 1) => tx<{ id: string }[]>`
  INSERT INTO audit_entry (actor, verb, subject_type, subject, after, request_id)
  SELECT 'lan', 'renameUnit', 'OrgUnit', n::text, jsonb_build_object('name', 'Đơn vị ' || n), ${request} FROM generate_series(1, ${count}) AS n RETURNING id::text`;

async function verified(anchor?: string): Promise<VerifiedAudit & { found: AuditFinding[] }> {
  const found: AuditFinding[] = [];
  const anchors = anchor === undefined ? [] : readAnchors(anchor);
  return { ...(await verifyAudit(sql, { anchors, found: (one) => found.push(one) })), found };
}

/** Where an entry is sealed. */
async function sealOf(entry: string, within = sql): Promise<{ chain: number; position: number }> {
  const [row] = await within`
    SELECT chain, position::int FROM audit_seal WHERE ${entry}::bigint = ANY (entry_ids)`;
  return { chain: row?.chain, position: row?.position };
}

/** So many links of one chain, an entry each. */
const aChain = (links: number) =>
  sql.begin(async (begun) => {
    const tx = begun as unknown as Sql;
    const ids: string[] = [];
    while (ids.length < links) ids.push(...(await entries(tx, 'links')).map(({ id }) => id));
    return { ids, ...(await sealOf(ids[0] ?? '', tx)) };
  });

/** What was not found before. */
const newly = (now: { found: AuditFinding[] }, before: { found: AuditFinding[] }): AuditFinding[] => {
  const known = new Set(before.found.map((one) => JSON.stringify(one)));
  return now.found.filter((one) => !known.has(JSON.stringify(one)));
};

/** Works as somebody who may switch the triggers off. */
const unhindered = (work: (tx: Sql) => PromiseLike<unknown>) =>
  sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await work(tx as unknown as Sql);
  });

describe('the seals', () => {
  it('hold what fifty writers write at once, each in one chain', async () => {
    const pool = connect(scene.url, { max: WRITERS });
    const write = (writer: number) =>
      pool.begin(async (tx) => {
        await entries(tx as unknown as Sql, `writer-${writer}`, 3);
        await entries(tx as unknown as Sql, `writer-${writer}`);
      });
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    await pool.end();

    const { found, ...looked } = await verified();
    const chains = await sql`
      SELECT request_id, count(DISTINCT chain)::int AS chains, count(DISTINCT (chain, position))::int AS seals
      FROM audit_entry JOIN audit_seal ON audit_entry.id = ANY (entry_ids) WHERE request_id LIKE 'writer-%' GROUP BY request_id`;

    expect(found).toEqual([]);
    expect([looked.entries, looked.seals]).toEqual([WRITERS * 4, WRITERS * 2]);
    expect(looked.heads.length).toBeGreaterThan(1);
    expect(chains.map(({ chains, seals }) => [chains, seals])).toEqual(Array(WRITERS).fill([1, 2]));
  });

  it.each(ISOLATIONS)('are written under %s while another writer is under way', async (isolation) => {
    const { first, second } = scene;
    await first.begin(isolation);
    await entries(first.sql, 'first');
    await second.begin(isolation);
    // Serializable writers choose among the same chains: one of them is told to begin again.
    const other = await second.finish((tx) => entries(tx, 'second'));
    const own = await first.finish((tx) => entries(tx, 'first', 2));

    await first.begin(isolation);
    const again = await first.finish((tx) => entries(tx, 'again'));

    const done = [own, other, again].filter((outcome) => outcome === 'done');
    expect([own, other, again].filter((outcome) => outcome !== SERIALIZATION_FAILURE)).toEqual(done);
    expect(done.length).toBeGreaterThanOrEqual(isolation === 'SERIALIZABLE' ? 2 : 3);
    expect((await verified()).found).toEqual([]);
  });

  it('are written by trigger alone and never changed, whoever asks', async () => {
    const seal = 'history_immutable__audit_seal';
    const chain = 'history_immutable__audit_chain';
    const outcomes = [
      await outcomeOf(sql`UPDATE audit_seal SET entry_ids = '{}'`),
      await outcomeOf(sql`DELETE FROM audit_seal`),
      await outcomeOf(sql`TRUNCATE audit_seal`),
      await outcomeOf(
        sql`INSERT INTO audit_seal SELECT chain, position + 1000, entry_ids, digests, previous, hash FROM audit_seal`,
      ),
      await outcomeOf(sql`UPDATE audit_chain SET position = position + 1`),
      await outcomeOf(sql`DELETE FROM audit_chain`),
      await outcomeOf(sql`TRUNCATE audit_chain`),
      await outcomeOf(sql`INSERT INTO audit_chain VALUES (32, 0, '')`),
    ];

    expect(outcomes).toEqual([seal, seal, seal, seal, chain, chain, chain, chain]);
    expect((await verified()).found).toEqual([]);
  });

  it('are written for the role of the application, which may only add and look', async () => {
    const before = await verified();
    const outcomes: string[] = [];
    await sql`SET ROLE sapxep_app`;
    await sql`SET sapxep.scope = '*'`;
    try {
      for (const statement of [
        entries(sql, 'app', 2),
        sql`UPDATE audit_entry SET actor = 'other'`,
        sql`DELETE FROM audit_entry`,
        sql`TRUNCATE audit_entry`,
        sql`INSERT INTO audit_seal SELECT * FROM audit_seal`,
        sql`UPDATE audit_chain SET position = 0`,
        sql`SELECT seal_audit_entries(head, '{1}', '{}') FROM audit_chain AS head`,
        sql`DELETE FROM personal_read`,
      ])
        outcomes.push(await outcomeOf(statement));
      const after = await verified();

      expect(outcomes).toEqual(['done', ...Array(7).fill(NO_PRIVILEGE)]);
      expect([after.entries - before.entries, after.seals - before.seals, after.found]).toEqual([2, 1, []]);
    } finally {
      await sql`RESET ROLE`;
      await sql`RESET sapxep.scope`;
    }
  });
});

it('where the chains stand is told to the log from time to time and at the end', async () => {
  const lines: string[] = [];
  let told = () => {};
  const first = new Promise<void>((resolve) => {
    told = resolve;
  });
  const write = (line: string): void => {
    lines.push(line);
    told();
  };
  const logger = pino({ base: null }, { write });

  const anchors = anchorAudit(sql, logger, 1);
  await first;
  await anchors.stop();

  const { heads, found } = await verified(lines.join(''));
  expect(readAnchors(lines[0] ?? '')).toEqual(readAnchors(writeAnchor(heads)));
  expect([lines.length > 1, found]).toEqual([true, []]);
});

describe('verifying', () => {
  it('names what somebody with all rights altered, removed, inserted or put in another order', async () => {
    const written = (await entries(sql, 'honest', 6)).map(({ id }) => id);
    const [altered, removed, swapped, other] = written as [string, string, string, string];
    const honest = writeAnchor((await verified()).heads);
    const place = await sealOf(altered);
    let inserted = '';

    await unhindered(async (tx) => {
      await tx`UPDATE audit_entry SET after = '{"name": "Khác"}' WHERE id = ${altered}`;
      await tx`DELETE FROM audit_entry WHERE id = ${removed}`;
      await tx`UPDATE audit_entry SET subject = CASE id WHEN ${swapped} THEN '4' ELSE '3' END WHERE id IN (${swapped}, ${other})`;
      [{ id: inserted } = { id: '' }] = await entries(tx, 'forged');
    });
    const { found } = await verified(honest);

    expect(found).toEqual([
      { kind: 'ENTRY_ALTERED', entry: altered, ...place },
      { kind: 'ENTRY_REMOVED', entry: removed, ...place },
      { kind: 'ENTRY_ALTERED', entry: swapped, ...place },
      { kind: 'ENTRY_ALTERED', entry: other, ...place },
      { kind: 'ENTRY_INSERTED', entry: inserted },
    ]);
  });

  it('names the seals of a chain that were forged, removed or exchanged', async () => {
    const before = await verified();
    const { ids, chain, position } = await aChain(6);
    const [forged = '', , , fourth = ''] = ids;

    await unhindered(async (tx) => {
      await tx`UPDATE audit_entry SET actor = 'other' WHERE id = ${forged}`;
      await tx`UPDATE audit_seal SET digests = ARRAY[audit_entry_digest(e)] FROM audit_entry AS e WHERE entry_ids = ARRAY[e.id] AND e.id = ${forged}`;
      await tx`DELETE FROM audit_seal WHERE entry_ids = ARRAY[${fourth}::bigint]`;
      await tx`UPDATE audit_seal SET position = -position WHERE chain = ${chain} AND position IN (${position + 1}, ${position + 2})`;
      await tx`UPDATE audit_seal SET position = ${2 * position + 3} + position WHERE chain = ${chain} AND position < 0`;
    });

    const [first, second, third] = [0, 1, 2].map((step) => ({ chain, position: position + step }));
    expect(newly(await verified(), before)).toEqual([
      { kind: 'SEAL_ALTERED', ...first },
      { kind: 'SEAL_OUT_OF_PLACE', ...second },
      { kind: 'SEAL_ALTERED', ...second },
      { kind: 'SEAL_OUT_OF_PLACE', ...third },
      { kind: 'SEAL_ALTERED', ...third },
      { kind: 'SEALS_REMOVED', chain, position: position + 3, until: position + 3 },
      { kind: 'ENTRY_INSERTED', entry: fourth },
    ]);
  });

  it('finds by an anchor kept elsewhere that the end of a chain was cut off, and that another was put there', async () => {
    const { ids, chain, position } = await aChain(3);
    const before = await verified();
    const log = `{"level":30,"auditAnchor":"${writeAnchor(before.heads)}"}\n`;
    const last = position + 2;

    await unhindered(async (tx) => {
      await tx`DELETE FROM audit_entry WHERE id = ${ids[2] ?? ''}`;
      await tx`DELETE FROM audit_seal WHERE chain = ${chain} AND position = ${last}`;
      await tx`UPDATE audit_chain AS head SET position = s.position, hash = s.hash FROM audit_seal AS s
        WHERE head.chain = ${chain} AND s.chain = ${chain} AND s.position = ${last - 1}`;
    });
    const cut = await verified(log);
    await entries(sql, 'instead');
    const replaced = await verified(log);

    const lost = { kind: 'ANCHOR_LOST', digest: expect.any(String), chain, position: last };
    expect(newly(await verified(), before)).toEqual([]);
    expect(newly(cut, before)).toEqual([{ ...lost, gone: true }]);
    expect(newly(replaced, before)).toEqual([{ ...lost, gone: false }]);
  });
});
