import path from 'node:path';
import { OTHER_CORE, SERVER_CORE } from './compare.ts';
import { CONTESTANTS, PRODUCT } from './contestants/contestants.ts';
import { fill } from './data/fill.ts';
import { addYears } from './data/years.ts';
import { type Figures, measure, requestsFor } from './measure/cell.ts';
import { Load } from './measure/load.ts';
import { layGround } from './operations/ground.ts';
import { OPERATIONS } from './operations/operations.ts';
import type { Options } from './options.ts';
import { openMeasured } from './processes/database.ts';
import { median } from './report/tables.ts';

type Say = (line: string) => void;

/** What is expected to cost the same however much else there is. */
const MEASURED = ['a', 'c', 'e', 'i', 'j'];
const YEARS = 10;

interface Stand {
  title: string;
  directory: string;
  /** Made-up provinces beside the shipped plans; all of them where left out. */
  provinces?: number;
  years: number;
}

/** What an operation costs the product as more provinces and more years are on record. */
export async function growth(data: string, options: Options, say: Say): Promise<string> {
  const stands: Stand[] = [
    { title: 'one made-up province', directory: path.join(data, 'province'), provinces: 1, years: 1 },
    { title: 'the country', directory: path.join(data, 'country'), years: 1 },
    { title: `the province, ${YEARS} years`, directory: path.join(data, 'province-years'), provinces: 1, years: YEARS },
    { title: `the country, ${YEARS} years`, directory: path.join(data, 'country-years'), years: YEARS },
  ];
  const columns: Map<string, Figures[]>[] = [];
  for (const { directory, provinces, years, title } of stands) {
    say(title);
    await fill({ directory, provinces }, say);
    if (years > 1) await addYears(directory, years, say);
    columns.push(await measureAll(directory, options, say));
  }
  const rows = OPERATIONS.filter(({ id }) => MEASURED.includes(id)).map(({ id, title }) => [
    `${id}: ${title}`,
    ...columns.map((column) => told(column.get(id) ?? [])),
  ]);
  const head = ['p50 ms · CPU ms', ...stands.map(({ title }) => title)];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const told = (rounds: readonly Figures[]): string =>
  `${median(rounds.map(({ p50 }) => p50)).toFixed(1)} · ${median(rounds.map(({ serverCpu, databaseCpu }) => serverCpu + databaseCpu)).toFixed(2)}`;

/** The product alone, over the first province, which is the same in every stand. */
async function measureAll(directory: string, options: Options, say: Say): Promise<Map<string, Figures[]>> {
  const contestant = CONTESTANTS.find(({ id }) => id === PRODUCT);
  if (!contestant) throw new Error('there is no product');
  const database = await openMeasured(directory, OTHER_CORE);
  const load = await Load.start(OTHER_CORE);
  const running = await contestant.start({ ...database, core: SERVER_CORE });
  const figures = new Map<string, Figures[]>();
  try {
    const whole = await layGround(database.ownerUrl);
    const inProvince = (code: string): boolean => code === PROVINCE || code.startsWith(`${PROVINCE}-`);
    const [centers, branches, units] = [whole.centers, whole.branches, whole.units].map((codes) =>
      codes.filter(inProvince),
    );
    const ground = { ...whole, centers: centers ?? [], branches: branches ?? [], units: units ?? [], names: NAMES };
    // One connection, so that what is told is how long a request takes and not how long it waits for others.
    const asking = { contestant, running, load, database: database.pid, connections: 1 };
    for (let round = 1; round <= options.rounds; round += 1)
      for (const operation of OPERATIONS.filter(({ id }) => MEASURED.includes(id) && options.operations.includes(id))) {
        const from = operation.first(ground, round);
        const seconds = options.warmUpSeconds + options.seconds;
        // A province has no more days than there are: none is asked about twice.
        const requests = requestsFor(asking, { operation, seconds, from });
        const timed = (some: string[]): Promise<Figures> =>
          measure(asking, { operation, mode: 'first', requests: some, seconds: options.seconds });
        await timed(requests.splice(0, WARM_UP));
        const found = await timed(requests);
        say(`round ${round} ${operation.id} ${found.perSecond.toFixed(1)}/s, p50 ${found.p50.toFixed(2)} ms`);
        figures.set(operation.id, [...(figures.get(operation.id) ?? []), found]);
      }
    return figures;
  } finally {
    await running.stop();
    await load.stop();
    await database.close();
  }
}

/** Requests after which every connection has its plans. */
const WARM_UP = 60;
const PROVINCE = 'D01';
/** Communes of the shipped plans: what is typed finds the same however many made-up provinces stand beside them. */
const NAMES = ['Ba Vì', 'Bắc Ninh', 'Gia Lâm', 'Hoàn Kiếm', 'Quế Võ', 'Thuận An', 'Từ Sơn'];
