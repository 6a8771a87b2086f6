import { z } from 'zod';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** What traces are made with, by OpenTelemetry's standard variables; its exporter reads those about itself. */
export interface TraceSettings {
  serviceName: string;
  sampler: (typeof SAMPLERS)[number];
  /** Which share of traces is kept, from 0 to 1, where the sampler goes by a ratio. */
  ratio: number;
}

/** The variables that we look at ourselves, as part of the configuration. */
export const otelSchema = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url().optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().default('sapxep'),
  OTEL_TRACES_SAMPLER: z.enum(SAMPLERS).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/)
    .transform(Number)
    .default(1),
};

const variables = z.object(otelSchema);
type OtelVariables = z.infer<typeof variables>;

export const OTEL_EXPECTED: Record<keyof OtelVariables, string> = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'an address like http://localhost:4318',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'an address like http://localhost:4318/v1/traces',
  OTEL_TRACES_EXPORTER: 'one of otlp, none',
  OTEL_SDK_DISABLED: 'true or false',
  OTEL_SERVICE_NAME: 'a name',
  OTEL_TRACES_SAMPLER: `one of ${SAMPLERS.join(', ')}`,
  OTEL_TRACES_SAMPLER_ARG: 'a number from 0 to 1',
};

/** Traces are made where a receiver is named, or OTLP is asked for by name, and nothing turns them off. */
export function traceSettings(given: OtelVariables): TraceSettings | undefined {
  const named =
    given.OTEL_EXPORTER_OTLP_ENDPOINT ?? given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? given.OTEL_TRACES_EXPORTER;
  const off = given.OTEL_TRACES_EXPORTER === 'none' || given.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  if (named === undefined || off) return undefined;
  return {
    serviceName: given.OTEL_SERVICE_NAME,
    sampler: given.OTEL_TRACES_SAMPLER,
    ratio: given.OTEL_TRACES_SAMPLER_ARG,
  };
}
