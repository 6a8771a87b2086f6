import { z } from 'zod';

/** Whose tokens are believed, and what must be in them. */
export interface OidcSettings {
  /** Exactly as tokens name it in `iss`. */
  issuer: string;
  audience: string;
  /** Where the keys are; where left out, the provider's discovery document says it. */
  jwksUrl?: string;
  /** The claim that holds the roles, by its name or by a path with dots. */
  rolesClaim: string;
  algorithms: readonly string[];
  clockToleranceSeconds: number;
}

/** With a shared secret whoever can check a token can make one, so HS256 and its like are not among them. */
const ALGORITHMS = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
];
const MAX_CLOCK_TOLERANCE_SECONDS = 60;

export const OIDC_VARIABLES = {
  OIDC_ISSUER: z
    .string()
    .refine((text) => isAddress(text) && !/[?#]/.test(text))
    .optional(),
  OIDC_AUDIENCE: z.string().regex(/^\S+$/).optional(),
  OIDC_JWKS_URL: z.string().refine(isAddress).optional(),
  OIDC_ROLES_CLAIM: z.string().regex(/^\S+$/).default('roles'),
  OIDC_ALGORITHMS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.enum(ALGORITHMS)).nonempty())
    .default(['RS256', 'ES256', 'PS256', 'EdDSA']),
  OIDC_CLOCK_TOLERANCE: z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number)
    .refine((seconds) => seconds <= MAX_CLOCK_TOLERANCE_SECONDS)
    .default(5),
};

type Values = z.infer<z.ZodObject<typeof OIDC_VARIABLES>>;
type Name = keyof Values;

export const OIDC_EXPECTED: Record<Name, string> = {
  OIDC_ISSUER: 'the address of an OpenID Connect provider as its tokens name it in iss, without ? and #',
  OIDC_AUDIENCE: 'the one word by which tokens for this server name it in aud',
  OIDC_JWKS_URL: 'the address of a JSON Web Key Set',
  OIDC_ROLES_CLAIM: 'the name of a claim, or a path such as realm_access.roles',
  OIDC_ALGORITHMS: `one or more of ${ALGORITHMS.join(', ')}`,
  OIDC_CLOCK_TOLERANCE: `a whole number of seconds from 0 to ${MAX_CLOCK_TOLERANCE_SECONDS}`,
};

/** What is wrong with the settings together, each of which may be right. */
export function oidcProblems(given: Readonly<Record<string, unknown>>): string[] {
  const others = Object.keys(OIDC_VARIABLES).filter((name) => name !== 'OIDC_ISSUER' && given[name] !== undefined);
  const production = given.NODE_ENV === 'production';
  const problems: string[] = [];

  if (given.OIDC_ISSUER === undefined && production) {
    problems.push(
      'OIDC_ISSUER: expected in production, where only the tokens of an OpenID Connect provider are believed',
    );
  } else if (given.OIDC_ISSUER === undefined && others.length > 0) {
    problems.push(`OIDC_ISSUER: expected together with ${others.join(', ')}`);
  }
  if (given.OIDC_ISSUER !== undefined && given.OIDC_AUDIENCE === undefined) {
    problems.push(`OIDC_AUDIENCE: expected together with OIDC_ISSUER: ${OIDC_EXPECTED.OIDC_AUDIENCE}`);
  }
  for (const name of ['OIDC_ISSUER', 'OIDC_JWKS_URL'] as const) {
    const address = given[name];
    if (production && typeof address === 'string' && isAddress(address) && !isSecure(address)) {
      problems.push(`${name}: expected https:// in production, except on loopback, got ${JSON.stringify(address)}`);
    }
  }
  return problems;
}

/** The settings as the server uses them; none without an issuer. */
export function oidcSettings(values: Values): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = values;
  if (issuer === undefined || audience === undefined) return undefined;
  return {
    issuer,
    audience,
    jwksUrl: values.OIDC_JWKS_URL,
    rolesClaim: values.OIDC_ROLES_CLAIM,
    algorithms: values.OIDC_ALGORITHMS,
    clockToleranceSeconds: values.OIDC_CLOCK_TOLERANCE,
  };
}

function isAddress(text: string): boolean {
  if (!/^https?:\/\/\S+$/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** Tells whether nobody on the way can put other keys in place of those at an address. */
export function isSecure(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
