import type { Language } from '../domain/language.ts';

/** One wish of an `Accept…` header: `text/*;q=0.5`. */
interface Range {
  value: string;
  quality: number;
}

interface Candidate<Offer> {
  offer: Offer;
  quality: number;
  closeness: number;
  position: number;
}

/** How closely a wish names an offer; 0 when it does not speak of it at all. */
type Closeness = (range: string, offer: string) => number;

/** The language to answer in: Vietnamese unless asked otherwise, English for who reads neither. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  if (!acceptLanguage?.trim()) return 'vi';
  return preferred<Language>(acceptLanguage, ['vi', 'en'], languageCloseness) ?? 'en';
}

/** Nearly all ask for the same. */
let latest: { accept?: string; offers?: readonly string[]; preferred?: string } = {};

/** The media type a client likes best among `offers`; undefined when it takes none of them. */
export function preferredMediaType<Offer extends string>(
  accept: string | undefined,
  offers: readonly [Offer, ...Offer[]],
): Offer | undefined {
  if (!accept?.trim()) return offers[0];
  if (latest.accept !== accept || latest.offers !== offers)
    latest = { accept, offers, preferred: preferred(accept, offers, mediaTypeCloseness) };
  return latest.preferred as Offer | undefined;
}

function preferred<Offer extends string>(
  header: string,
  offers: readonly Offer[],
  closeness: Closeness,
): Offer | undefined {
  const ranges = header.split(',').map(parseRange);
  const candidates = offers.flatMap((offer) => candidateOf(offer, ranges, closeness));
  // RFC 9110 ranks by quality alone; among equals the closest wish wins, then the first one written.
  const ranked = candidates.sort(
    (a, b) => b.quality - a.quality || b.closeness - a.closeness || a.position - b.position,
  );
  return ranked[0]?.offer;
}

/** Of all wishes that speak of an offer the closest decides, be it to refuse it with `q=0`. */
function candidateOf<Offer extends string>(offer: Offer, ranges: Range[], closeness: Closeness): Candidate<Offer>[] {
  const wishes = ranges
    .map(({ value, quality }, position) => ({ offer, quality, closeness: closeness(value, offer), position }))
    .filter((wish) => wish.closeness > 0)
    .sort((a, b) => b.closeness - a.closeness || b.quality - a.quality);
  return wishes.slice(0, 1).filter((wish) => wish.quality > 0);
}

function parseRange(text: string): Range {
  const [value = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
  const quality = weight === undefined ? 1 : Number(weight.slice(weight.indexOf('=') + 1));
  return { value, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

function languageCloseness(range: string, offer: string): number {
  if (range === offer) return 3;
  if (range.startsWith(`${offer}-`)) return 2;
  return range === '*' ? 1 : 0;
}

function mediaTypeCloseness(range: string, offer: string): number {
  if (range === offer) return 3;
  if (range === `${offer.split('/')[0]}/*`) return 2;
  return range === '*/*' ? 1 : 0;
}
