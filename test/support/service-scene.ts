import type { ApiServer, Data } from './api-server.ts';
import { type HeadcountCenter, HeadcountScene } from './headcount-scene.ts';
import { carried, sendVerb } from './plan-verbs.ts';
import { connect } from './writer.ts';

const COUNTS = 'recorded corrected unchanged';

/** Small centers with people, and what they report of their service. */
export class ServiceScene {
  readonly staffing: HeadcountScene;
  private readonly server: ApiServer;

  constructor(server: ApiServer) {
    this.server = server;
    this.staffing = new HeadcountScene(server);
  }

  begin(): Promise<void> {
    return this.staffing.begin();
  }

  aCenter(): Promise<HeadcountCenter> {
    return this.staffing.aCenter();
  }

  /** So many people who are paid and work at a unit. */
  async people(unit: string, count: number): Promise<string[]> {
    const codes = Array.from({ length: count }, (_, index) => `${unit}-P${index + 1}`);
    for (const code of codes) await this.staffing.register(code, unit);
    return codes;
  }

  /** Sends reports, whatever comes of it. */
  send(input: object): Promise<Data> {
    return sendVerb(this.server, 'recordDossierLoads', input, { show: COUNTS });
  }

  /** Puts reports on record; throws where they are refused. */
  report(...loads: object[]): Promise<Data> {
    return carried(this.server, 'recordDossierLoads', { loads }, COUNTS);
  }

  /** A policy of a unit and those below it. */
  async policy(unit: string, key: string, value: string, from = '2024-01-01'): Promise<void> {
    await carried(this.server, 'setPolicy', { unit, key, value, from, instrument: this.staffing.instrument });
  }

  /** A counter of a unit, written past the API: its verbs are another slice's. */
  async counter(unit: string, label: string, from = '2024-01-01'): Promise<void> {
    const sql = connect(this.server.databaseUrl);
    try {
      await sql`
        WITH made AS (INSERT INTO counter DEFAULT VALUES RETURNING id)
        INSERT INTO counter_version (counter_id, unit_id, label, kind, weekdays, valid_from)
        SELECT made.id, unit.id, ${label}, 'STANDARD', '{1,2,3,4,5}', ${from} FROM made CROSS JOIN unit WHERE unit.code = ${unit}`;
    } finally {
      await sql.end();
    }
  }
}
