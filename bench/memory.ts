import { OTHER_CORE, SERVER_CORE } from './compare.ts';
import { CONTESTANTS, PRODUCT } from './contestants/contestants.ts';
import { type Asking, measure, requestsFor } from './measure/cell.ts';
import { Load } from './measure/load.ts';
import { memoryOf } from './measure/process-use.ts';
import { layGround } from './operations/ground.ts';
import { OPERATIONS, type Operation } from './operations/operations.ts';
import type { Variables } from './operations/variables.ts';
import type { Options } from './options.ts';
import { openMeasured } from './processes/database.ts';

const MIXED = 100_000;
const AT_A_TIME = 2_000;
/** What is asked in turn; the large answers are measured on their own. */
const MIX = ['a', 'c', 'e', 'i', 'j'];
const LOOK_EVERY_MS = 200;
const MEGABYTES = (value: number): string => `${value.toFixed(0)} MB`;

/** How much memory the product's process holds: while it tells the whole country, and after a hundred thousand requests. */
export async function memory(directory: string, options: Options, say: (line: string) => void): Promise<string> {
  const database = await openMeasured(directory, OTHER_CORE);
  const load = await Load.start(OTHER_CORE);
  const contestant = CONTESTANTS.find(({ id }) => id === PRODUCT);
  if (!contestant) throw new Error('there is no product');
  const running = await contestant.start({ ...database, core: SERVER_CORE });
  try {
    const ground = await layGround(database.ownerUrl);
    const asking = { contestant, running, load, database: database.pid, connections: options.connections };
    const rows: [string, string][] = [['after the start', MEGABYTES((await memoryOf(running.pid)).now)]];
    const [country] = OPERATIONS.filter(({ id }) => id === 'b');
    if (country) {
      const most = await mostWhile(running.pid, () =>
        ask(asking, country, country.first(ground, 1), options.seconds * 5),
      );
      rows.push([`while b runs at ${options.connections} connections, at most`, MEGABYTES(most)]);
    }
    rows.push(['before the mixed requests', MEGABYTES((await memoryOf(running.pid)).now)]);
    const mix = OPERATIONS.filter(({ id }) => MIX.includes(id)).map((operation) => ({
      operation,
      from: operation.first(ground, 2),
    }));
    let answered = 0;
    for (let turn = 0; answered < MIXED; turn += 1) {
      const { operation, from } = mix[turn % mix.length] ?? {};
      if (!operation || !from) break;
      answered += await ask(asking, operation, from, options.seconds);
      if (turn % 3 === 0) say(`${answered} of ${MIXED}, ${MEGABYTES((await memoryOf(running.pid)).now)}`);
    }
    rows.push([`after ${answered} mixed requests`, MEGABYTES((await memoryOf(running.pid)).now)]);
    rows.push(['at most', MEGABYTES((await memoryOf(running.pid)).peak)]);
    return ['| the product holds | |', '| --- | --- |', ...rows.map(([when, held]) => `| ${when} | ${held} |`)].join(
      '\n',
    );
  } finally {
    await running.stop();
    await load.stop();
    await database.close();
  }
}

async function ask(asking: Asking, operation: Operation, from: Iterator<Variables>, seconds: number): Promise<number> {
  const requests = requestsFor(asking, { operation, seconds: 1, from }).slice(0, AT_A_TIME);
  const { answered } = await measure(asking, { operation, mode: 'repeated', requests, seconds });
  return answered;
}

async function mostWhile(pid: number, work: () => Promise<unknown>): Promise<number> {
  let most = 0;
  const timer = setInterval(() => {
    void memoryOf(pid).then(({ now }) => {
      most = Math.max(most, now);
    });
  }, LOOK_EVERY_MS);
  await work();
  clearInterval(timer);
  return most;
}
