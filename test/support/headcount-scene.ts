import type { ApiServer } from './api-server.ts';
import { carried } from './plan-verbs.ts';

const CATEGORY = 'PUBLIC_EMPLOYEE';

/** A center, two branches of it, and a body beside it. */
export interface HeadcountCenter {
  center: string;
  a: string;
  b: string;
  other: string;
}

/** Small centers of a server's own, and what happens to their people and posts; all of it is carried out, or throws. */
export class HeadcountScene {
  readonly instrument = '1/QĐ';
  readonly category = CATEGORY;
  private readonly server: ApiServer;
  private centers = 0;

  constructor(server: ApiServer) {
    this.server = server;
  }

  /** Puts on record what everything here is decided by; before anything else. */
  async begin(): Promise<void> {
    const days = { issuedOn: '2024-01-01', inForceFrom: '2024-01-01' };
    const decision = { number: this.instrument, kind: 'DECISION', issuer: 'Sở Nội vụ', title: 'Quyết định', ...days };
    await carried(this.server, 'recordInstrument', decision);
  }

  /** A center C1 with the branches C1-A and C1-B, and a body C1-X beside it; the next one is C2. */
  async aCenter(): Promise<HeadcountCenter> {
    this.centers += 1;
    const center = `C${this.centers}`;
    const { a, b, other } = { a: `${center}-A`, b: `${center}-B`, other: `${center}-X` };
    await this.send('establishUnit', { code: center, name: center, kind: 'PROVINCIAL_CENTER', on: '2024-01-01' });
    for (const code of [a, b])
      await this.send('establishUnit', { code, name: code, kind: 'BRANCH', parent: center, on: '2024-01-01' });
    await this.send('establishUnit', { code: other, name: other, kind: 'OUTSIDE_BODY', on: '2024-01-01' });
    return { center, a, b, other };
  }

  /** Somebody of the payroll of a unit, from the middle of 2024 on where nothing else is said. Answers the code. */
  async register(code: string, payrollHome: string, input: object = {}): Promise<string> {
    const person = { code, name: 'An', category: CATEGORY, payrollHome, from: '2024-06-01' };
    await this.send('registerStaff', { ...person, ...input });
    return code;
  }

  /** Decided by the center of the receiving unit where nothing else is said. */
  async transfer(
    staff: string,
    toUnit: string,
    { on, decidedBy = toUnit.split('-')[0], ...move }: { on: string; decidedBy?: string; category?: string },
  ): Promise<void> {
    await this.send('transferStaff', { moves: [{ staff, toUnit, ...move }], on, decidedBy });
  }

  /** Posts of 2025 where nothing else is said, by the code of the unit. */
  async allocate(center: string, ceilings: Readonly<Record<string, number>>, input: object = {}): Promise<void> {
    const allocations = Object.entries(ceilings).map(([unit, ceiling]) => ({ unit, category: CATEGORY, ceiling }));
    await this.send('allocateHeadcount', { center, year: 2025, allocations, ...input });
  }

  async send(verb: string, input: object): Promise<void> {
    await carried(this.server, verb, { instrument: this.instrument, ...input });
  }
}
