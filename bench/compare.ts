import { CONTESTANTS, type Contestant, PRODUCT } from './contestants/contestants.ts';
import { agree, type Expected, whatProductTells } from './measure/agree.ts';
import { type Asking, type Figures, measure, requestsFor } from './measure/cell.ts';
import { Load } from './measure/load.ts';
import { memoryOf } from './measure/process-use.ts';
import { Writer } from './measure/writer.ts';
import { type Ground, layGround } from './operations/ground.ts';
import { type Mode, OPERATIONS, type Operation, writesBeside } from './operations/operations.ts';
import type { Variables } from './operations/variables.ts';
import type { Options } from './options.ts';
import { openMeasured } from './processes/database.ts';

/** Of one contestant, operation and mode in one round. */
export interface Sample extends Figures {
  round: number;
  contestant: string;
  operation: string;
  mode: Mode;
}

export interface Comparison {
  samples: Sample[];
  /** The most megabytes that a contestant's process held, by contestant. */
  peaks: Map<string, number>;
}

/** The server has one core; the database and the load share the other. */
export const [SERVER_CORE, OTHER_CORE] = [0, 1];

/** Few, so that slow contestants are not busy with their warming up when they are measured. */
const WARM_UP_CONNECTIONS = 4;

type Say = (line: string) => void;

/** Measures contestants in turn, round after round, over one database. */
export async function compare(directory: string, options: Options, say: Say): Promise<Comparison> {
  const database = await openMeasured(directory, OTHER_CORE);
  const load = await Load.start(OTHER_CORE);
  try {
    const run = new Run(options, { ...database, load, core: SERVER_CORE }, say);
    return await run.all();
  } finally {
    await load.stop();
    await database.close();
  }
}

interface Bench {
  ownerUrl: string;
  appUrl: string;
  pid: number;
  core: number;
  load: Load;
}

class Run {
  private readonly options: Options;
  private readonly bench: Bench;
  private readonly say: Say;
  private readonly operations: Operation[];
  private readonly comparison: Comparison = { samples: [], peaks: new Map() };
  private expected: Expected[] = [];

  constructor(options: Options, bench: Bench, say: Say) {
    this.options = options;
    this.bench = bench;
    this.say = say;
    this.operations = OPERATIONS.filter(({ id }) => options.operations.includes(id));
  }

  async all(): Promise<Comparison> {
    const contestants = CONTESTANTS.filter(({ id }) => this.options.contestants.includes(id));
    await this.askProduct();
    for (let round = 1; round <= this.options.rounds; round += 1)
      for (const contestant of contestants) await this.turn(contestant, round);
    return this.comparison;
  }

  /** What everybody is to answer. */
  private async askProduct(): Promise<void> {
    const product = CONTESTANTS.find(({ id }) => id === PRODUCT);
    if (!product) throw new Error('there is no product');
    const running = await product.start(this.bench);
    try {
      this.expected = await whatProductTells(product, running, this.operations, await layGround(this.bench.ownerUrl));
      this.say(`The product has told ${this.expected.length} answers to which the others are held.`);
    } finally {
      await running.stop();
    }
  }

  private async turn(contestant: Contestant, round: number): Promise<void> {
    const ground = await layGround(this.bench.ownerUrl);
    const running = await contestant.start(this.bench);
    try {
      if (round === 1) await agree(contestant, running, this.expected);
      const { load, pid } = this.bench;
      const asking = { contestant, running, load, database: pid, connections: this.options.connections };
      const writes = writesBeside(ground);
      for (const operation of this.operations) await this.cells(asking, { operation, ground, round, writes });
      const { peak } = await memoryOf(running.pid);
      this.comparison.peaks.set(contestant.id, Math.max(peak, this.comparison.peaks.get(contestant.id) ?? 0));
    } finally {
      await running.stop();
    }
  }

  /** All modes of an operation. */
  private async cells(
    asking: Asking,
    {
      operation,
      ground,
      round,
      writes,
    }: { operation: Operation; ground: Ground; round: number; writes: Iterator<Variables> },
  ): Promise<void> {
    const { contestant, running } = asking;
    const { seconds, warmUpSeconds, modes } = this.options;
    // A seed for each round: what is drawn first in one has not been drawn first in another.
    const drawn = operation.first(ground, round);
    for (const mode of operation.modes.filter((one) => modes.includes(one) && contestant.modes.includes(one))) {
      const from = (): Iterator<Variables> =>
        mode === 'first' ? drawn : operation.repeated(ground)[Symbol.iterator]();
      const warm = requestsFor(asking, { operation, seconds: warmUpSeconds, from: from() });
      if (warm.length === 0) continue;
      const writer =
        mode === 'written' ? new Writer({ contestant, running, url: this.bench.ownerUrl, from: writes }) : null;
      writer?.start();
      try {
        await measure(asking, {
          operation,
          mode,
          requests: warm,
          seconds: warmUpSeconds,
          connections: WARM_UP_CONNECTIONS,
        });
        const requests = requestsFor(asking, { operation, seconds, from: from() });
        this.note({
          round,
          contestant: contestant.id,
          operation: operation.id,
          mode,
          ...(await measure(asking, { operation, mode, requests, seconds })),
        });
      } finally {
        await writer?.stop();
        if (writer) this.say(`beside it ${writer.written} changes were written`);
      }
    }
  }

  private note(sample: Sample): void {
    this.comparison.samples.push(sample);
    const { round, contestant, operation, mode, perSecond, p50, p99, serverCpu, databaseCpu, refused } = sample;
    const figures = `${perSecond.toFixed(1)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
    this.say(
      `round ${round} ${contestant.padEnd(20)} ${operation.padEnd(2)} ${mode.padEnd(8)} ${figures}, CPU ${serverCpu.toFixed(2)} + ${databaseCpu.toFixed(2)} ms${refused > 0 ? `, ${refused} told to come again` : ''}`,
    );
  }
}
