import type { Language } from '../domain/language.ts';

/** One wish of an `Accept…` header: `text/*;q=0.5`. */
interface Range {
  value: string;
  /** What is wished of it besides, such as `charset=utf-8`. */
  parameters: readonly string[];
  quality: number;
}

interface Candidate<Offer> {
  offer: Offer;
  quality: number;
  closeness: number;
  position: number;
}

/** How closely a wish names an offer; 0 when it does not speak of it at all. */
type Closeness = (range: Range, offer: string) => number;

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
    .map((range, position) => ({ offer, quality: range.quality, closeness: closeness(range, offer), position }))
    .filter((wish) => wish.closeness > 0)
    .sort((a, b) => b.closeness - a.closeness || b.quality - a.quality);
  return wishes.slice(0, 1).filter((wish) => wish.quality > 0);
}

const WEIGHT = /^q\s*=/;

function parseRange(text: string): Range {
  const [value = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = rest.find((parameter) => WEIGHT.test(parameter));
  const quality = weight === undefined ? 1 : Number(weight.slice(weight.indexOf('=') + 1));
  return {
    value,
    parameters: rest.filter((parameter) => parameter !== '' && !WEIGHT.test(parameter)),
    quality: quality >= 0 && quality <= 1 ? quality : 0,
  };
}

function languageCloseness({ value }: Range, offer: string): number {
  if (value === offer) return 3;
  if (value.startsWith(`${offer}-`)) return 2;
  return value === '*' ? 1 : 0;
}

/** Whatever is offered is in UTF-8, and nothing else can be said of it. */
const IN_UTF8 = /^charset\s*=\s*"?utf-8"?$/;

function mediaTypeCloseness({ value, parameters }: Range, offer: string): number {
  if (!parameters.every((parameter) => IN_UTF8.test(parameter))) return 0;
  const more = parameters.length > 0 ? 0.5 : 0;
  if (value === offer) return 3 + more;
  if (value === `${offer.split('/')[0]}/*`) return 2 + more;
  return value === '*/*' ? 1 + more : 0;
}
