import postgres from 'postgres';
import { type Contestant, PRODUCT, type Running } from '../contestants/contestants.ts';
import { STATEMENTS } from '../contestants/floor-statements.ts';
import type { Variables } from '../operations/variables.ts';

const A_SECOND = 10;

/**
 * Writes ten times a second while others read, in a center of which nobody reads in turn: through the product where it is
 * measured, so that all it does for a change is done, else by the function that the peers write with.
 */
export class Writer {
  /** How many changes were accepted. */
  written = 0;
  private readonly write: (variables: Variables) => Promise<boolean>;
  private readonly sql: postgres.Sql;
  private readonly from: Iterator<Variables>;
  private timer: NodeJS.Timeout | undefined;
  private readonly pending = new Set<Promise<unknown>>();
  private failure: unknown = null;

  constructor({
    contestant,
    running,
    url,
    from,
  }: { contestant: Contestant; running: Running; url: string; from: Iterator<Variables> }) {
    this.sql = postgres(url, { max: 1, onnotice: () => {} });
    this.from = from;
    this.write =
      contestant.id === PRODUCT
        ? (variables) => through(contestant, running, variables)
        : (variables) => this.directly(variables);
  }

  start(): void {
    this.timer = setInterval(() => {
      const writing = this.write(this.from.next().value as Variables).then(
        (isWritten) => {
          if (isWritten) this.written += 1;
        },
        (error) => {
          this.failure ??= error;
        },
      );
      this.pending.add(writing);
      void writing.finally(() => this.pending.delete(writing));
    }, 1000 / A_SECOND);
  }

  /** Waits for what is under way; throws what went wrong with any of it. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.pending);
    await this.sql.end();
    if (this.failure !== null) throw this.failure;
  }

  private async directly(variables: Variables): Promise<boolean> {
    const { text = '', parameters = [] } = STATEMENTS.f1 ?? {};
    await this.sql.unsafe(
      text,
      parameters.map((name) => String(variables[name])),
      { prepare: true },
    );
    return true;
  }
}

async function through(product: Contestant, { url, headers }: Running, variables: Variables): Promise<boolean> {
  const asked = product.ask('f1', variables);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: asked?.body ?? '',
  });
  const text = await response.text();
  // A server that is busy says so, and the next change comes in a moment; any other refusal ends the run.
  if (text.includes('"UNAVAILABLE"')) return false;
  if (!text.includes('"violations":[]'))
    throw new Error(`a change beside the reads was refused: ${text.slice(0, 500)}`);
  return true;
}
