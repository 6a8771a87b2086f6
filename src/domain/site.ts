import { decideText } from './text.ts';
import { type Violation, violation } from './violation.ts';

/** A place; coordinates in degrees (WGS 84), area in m². */
export interface Site {
  address: string;
  latitude: number | null;
  longitude: number | null;
  areaM2: number | null;
}

/** No building of a center is larger: a square of a kilometer. */
const MAX_AREA_M2 = 1_000_000;

/** A place has an address, both coordinates or none, and an area above zero. */
export function decideSite({ address, latitude, longitude, areaM2 }: Site, path: readonly string[]): Violation[] {
  const located = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  const violations = decideText('address', address, { path: [...path, 'address'] });
  if (!located && (latitude !== null || longitude !== null)) {
    violations.push(violation('INPUT_INVALID', { path, expected: 'SITE_COORDINATES' }));
  }
  if (areaM2 !== null && !(areaM2 > 0 && areaM2 <= MAX_AREA_M2)) {
    const words = { max: MAX_AREA_M2 };
    violations.push(violation('INPUT_INVALID', { path: [...path, 'areaM2'], expected: 'SITE_AREA', words }));
  }
  return violations;
}
