import type { Database } from '../../db/client.ts';
import { type CommandOptions, type Outcome, type Result, UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import { blocks, type Violation } from '../../domain/violation.ts';

/** A verb refused what the demonstration asked for: its center is left as it was. */
export class DemoRefused extends Error {
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    super('the demonstration was refused');
    this.violations = violations;
  }
}

/** Tells the stories of verbs inside a transaction that there is already: all of them count, or none. */
export class Within extends UnitOfWork {
  private readonly outer: Work;

  constructor(database: Database, by: { actor: string; requestId: string }, outer: Work) {
    super(database, by);
    this.outer = outer;
  }

  override async run<T>(
    _verb: string,
    _command: CommandOptions,
    story: (work: Work) => Promise<Outcome<T>>,
  ): Promise<Result<T, null>> {
    const outcome = await story(this.outer);
    if (blocks(outcome.violations)) throw new DemoRefused(outcome.violations);
    return { ...outcome, rehearsed: false, shown: null };
  }
}
