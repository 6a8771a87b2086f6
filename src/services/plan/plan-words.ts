import { z } from 'zod';
import { TERRITORY_LEVELS } from '../../domain/territory.ts';

/** A text that says something. */
export const text = z.string().trim().min(1);
/** One code, or several. */
export const codes = z.union([text.transform((one) => [one]), z.array(text)]);

/** Territories that templates of a document are filled in for. */
export const territories = z
  .strictObject({
    level: z.enum(TERRITORY_LEVELS).describe('Only those of this level.'),
    codes: codes.optional().describe('Only these.'),
    within: codes.optional().describe('Only those directly in one of these.'),
    under: codes.optional().describe('Only those anywhere in one of these.'),
  })
  .describe('Territories as they are on the day: by code, directly within, or anywhere under others.');
export type TerritorySelector = z.infer<typeof territories>;

/** Where something was published. */
export const source = z
  .strictObject({ publication: text, reference: text, paraphrase: text })
  .describe('Where it was published, and what it says in our words.');

/** Where something is. */
export const seat = z
  .strictObject({
    address: text,
    latitude: z.number().nullable().default(null),
    longitude: z.number().nullable().default(null),
    areaM2: z.number().positive().max(1_000_000).nullable().default(null),
  })
  .describe('A place: degrees (WGS 84) and m².');
