import { withSnapshot } from '../../../src/db/snapshot.ts';
import { type Breach, verify } from '../../../src/services/verify/verify.ts';
import { connect } from '../writer.ts';

/** Every breach of a rule that stands in a database. */
export async function verified(url: string): Promise<Breach[]> {
  const sql = connect(url);
  const found: Breach[] = [];
  try {
    await withSnapshot(sql, (snapshot) => verify(snapshot, { breach: (breach) => found.push(breach) }));
    return found;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
