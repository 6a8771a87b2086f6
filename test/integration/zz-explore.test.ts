import { it } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { anInstrument, aRelation, someUnits } from '../support/organization-builder.ts';
import { connect, outcomeOf, Writer } from '../support/writer.ts';

it('explores', async () => {
  const db = await createTestDatabase();
  const sql = connect(db.url, { max: 2 });
  await anInstrument(sql);
  const [a = '', b = '', c = ''] = await someUnits(sql, 3);
  await aRelation(sql, { child: a, parent: b });
  const one = await Writer.open(db.url);
  const two = await Writer.open(db.url);
  await one.begin('READ COMMITTED');
  await one.sql`INSERT INTO site (address) VALUES ('x')`;
  await two.begin('READ COMMITTED');
  await two.sql`UPDATE unit_relation SET superseded_at = now() WHERE child_id = (SELECT id FROM unit WHERE code = ${a})`;
  await aRelation(two.sql, { child: a, parent: b, until: '2026-01-01' });
  await two.commit();
  console.log(await one.finish((s) => aRelation(s, { child: a, parent: c, from: '2026-01-01' })));
  console.log(await outcomeOf(sql`UPDATE territory SET level = 'DISTRICT'`));
  console.log(await outcomeOf(sql`UPDATE unit SET version = 0, tree_version=0`));
  await Promise.all([sql.end(), one.close(), two.close()]);
  await db.drop();
});
