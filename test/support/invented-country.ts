import { readdirSync, readFileSync } from 'node:fs';
import { NEW_PROVINCES, OLD_PROVINCES, SYLLABLES } from './country-names.ts';
import { seededRandom } from './seeded-random.ts';

interface District {
  code: string;
  kind: string;
  name: string;
}

export interface Unit extends District {
  province: string;
  district: District;
}

export interface Commune extends District {
  sources: { unit: Unit; extent: 'full' | 'partial' }[];
}

export interface Province {
  code: string;
  name: string;
  mergedFrom: readonly string[];
  communes: Commune[];
}

// The country of 1 July 2025. Of the units that were not moved whole, 368 were split in two and 92 in three.
const DISTRICTS_WITH_COMMUNES = 691;
const OLD_COMMUNES = 10_047;
const SPLIT_UNITS = 460;
const SPLIT_IN_THREE = 92;
const NEW_COMMUNES = 3_321;

/** The five districts without communes, by their province. */
const ISLANDS = new Map([
  ['31', { code: '318', kind: 'Huyện', name: 'Bạch Long Vĩ' }],
  ['45', { code: '471', kind: 'Huyện', name: 'Cồn Cỏ' }],
  ['48', { code: '498', kind: 'Huyện', name: 'Hoàng Sa' }],
  ['51', { code: '536', kind: 'Huyện', name: 'Lý Sơn' }],
  ['77', { code: '755', kind: 'Huyện', name: 'Côn Đảo' }],
]);

/** Codes of the territories that ship with the product: a made-up one may not bear them, since it would lie elsewhere. */
function shippedCodes(): Set<string> {
  const folder = new URL('../../data/territories/', import.meta.url);
  const files = readdirSync(folder).filter((file) => /^[A-Z]+\.csv$/.test(file));
  const rows = files.flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n').slice(1));
  return new Set(rows.map((row) => row.split(',')[0] ?? ''));
}

/** All provinces are invented even if a few are wanted, so that a province is the same in a country of any size. */
export function inventCountry(): Province[] {
  const random = seededRandom(20_250_701);
  const units = inventUnits(random);
  const sizes = NEW_PROVINCES.map(({ mergedFrom }) => mergedFrom.flatMap((code) => units.get(code) ?? []).length);
  const communeCounts = share(NEW_COMMUNES - ISLANDS.size, sizes);
  const provinces = NEW_PROVINCES.map(({ code, name, mergedFrom }, index) => {
    const sources = mergedFrom.flatMap((old) => units.get(old) ?? []);
    return { code, name, mergedFrom, communes: inventCommunes(sources, communeCounts[index] ?? 0, random) };
  });
  splitUnits(provinces, random);
  for (const { communes } of provinces) lendCodes(communes);
  for (const { communes, mergedFrom } of provinces) {
    for (const old of mergedFrom) {
      const island = ISLANDS.get(old);
      if (island === undefined) continue;
      // Units have codes of the form 3n + 1, so that this one is of no old unit, as in reality.
      const code = String(30_002 + 3 * Number(island.code)).padStart(5, '0');
      const unit = { ...island, province: old, district: island };
      communes.push({ code, kind: 'Đặc khu', name: island.name, sources: [{ unit, extent: 'full' }] });
    }
    communes.sort(byCode);
  }
  return provinces;
}

/** Old communes by province, with codes that rise through the country as the official ones do. */
function inventUnits(random: () => number): Map<string, Unit[]> {
  const weights = OLD_PROVINCES.map(() => 0.5 + random());
  const districtCounts = share(DISTRICTS_WITH_COMMUNES, weights);
  const unitCounts = share(OLD_COMMUNES, weights);
  const taken = new Set([...[...ISLANDS.values()].map(({ code }) => code), ...shippedCodes()]);
  const units = new Map<string, Unit[]>();
  let [districtNumber, unitNumber] = [0, 0];
  OLD_PROVINCES.forEach(({ code: province }, index) => {
    const districts = Array.from({ length: districtCounts[index] ?? 0 }, (_, place): District => {
      do districtNumber += 1;
      while (taken.has(digits(districtNumber, 3)));
      const kind = place === 0 ? 'Thành phố' : place === 1 ? pick(['Thị xã', 'Thị Xã', 'Quận'], random) : 'Huyện';
      return { code: digits(districtNumber, 3), kind, name: placeName(districtNumber * 7) };
    });
    // A gap follows each province, as in the official codes.
    districtNumber += 3;
    const list = Array.from({ length: unitCounts[index] ?? 0 }, (_, place): Unit => {
      const district = districts[Math.floor((place * districts.length) / (unitCounts[index] ?? 1))];
      if (district === undefined) throw new Error('a province has no district');
      do unitNumber += 1;
      while (taken.has(digits(3 * unitNumber - 2, 5)));
      return { code: digits(3 * unitNumber - 2, 5), ...unitName(district, unitNumber, random), province, district };
    });
    units.set(province, list);
  });
  return units;
}

function unitName(district: District, number: number, random: () => number): { kind: string; name: string } {
  if (district.kind === 'Huyện') return { kind: random() < 0.07 ? 'Thị trấn' : 'Xã', name: placeName(number) };
  const isNumbered = district.kind === 'Quận' && random() < 0.2;
  return { kind: 'Phường', name: isNumbered ? String(number % 30) : placeName(number) };
}

/** Neighbouring units become one commune, which takes its code from the first of them. */
function inventCommunes(units: readonly Unit[], count: number, random: () => number): Commune[] {
  const cuts = shuffle(
    Array.from({ length: units.length - 1 }, (_, index) => index + 1),
    random,
  ).slice(0, count - 1);
  const starts = [0, ...cuts.sort((one, other) => one - other)];
  return starts.map((start, index) => {
    const [first, ...others] = units.slice(start, starts[index + 1]);
    if (first === undefined) throw new Error('a commune has no source');
    const kind = first.kind === 'Phường' ? 'Phường' : 'Xã';
    const sources = [first, ...others].map((unit) => ({ unit, extent: 'full' as const }));
    return { code: first.code, kind, name: placeName(Number(first.code) + 5), sources };
  });
}

/** The first unit of a commune stays whole; of the others some also lose land to neighbouring communes. */
function splitUnits(provinces: readonly Province[], random: () => number): void {
  const candidates = provinces.flatMap(({ communes }) =>
    communes.flatMap((commune, index) =>
      commune.sources.slice(1).map((source) => ({ source, neighbours: neighboursOf(communes, index) })),
    ),
  );
  shuffle(candidates, random)
    .slice(0, SPLIT_UNITS)
    .forEach(({ source, neighbours }, index) => {
      source.extent = 'partial';
      for (const commune of neighbours.slice(0, index < SPLIT_IN_THREE ? 2 : 1)) {
        commune.sources.push({ unit: source.unit, extent: 'partial' });
      }
    });
}

function neighboursOf(communes: readonly Commune[], index: number): Commune[] {
  return index < 2 ? communes.slice(index + 1, index + 3) : communes.slice(index - 2, index).reverse();
}

/** Every twentieth commune exchanges its code with the next: each then bears the code of a unit not its source. */
function lendCodes(communes: readonly Commune[]): void {
  for (let index = 0; index + 1 < communes.length; index += 20) {
    const [one, next] = [communes[index], communes[index + 1]];
    if (one !== undefined && next !== undefined) [one.code, next.code] = [next.code, one.code];
  }
}

/** 1,720 names before the first is used again; a few are joined, as two wards of Hanoi are. */
function placeName(number: number): string {
  const { first, second } = SYLLABLES;
  const simple = (index: number) =>
    `${first[index % first.length]} ${second[Math.floor(index / first.length) % second.length]}`;
  const index = (number * 7) % (first.length * second.length);
  return number % 211 === 0 ? `${simple(index)} - ${simple(index + 1)}` : simple(index);
}

/** Shares a total out by weight, so that the parts add up to it exactly. */
function share(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((subtotal, weight) => subtotal + weight, 0);
  let [done, passed] = [0, 0];
  return weights.map((weight) => {
    passed += weight;
    const part = Math.round((total * passed) / sum) - done;
    done += part;
    return part;
  });
}

function digits(number: number, length: number): string {
  return String(number).padStart(length, '0');
}

/** In the order of the official lists. */
export function byCode(one: { code: string }, other: { code: string }): number {
  return one.code < other.code ? -1 : 1;
}

function pick<Item>(items: readonly [Item, ...Item[]], random: () => number): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}
