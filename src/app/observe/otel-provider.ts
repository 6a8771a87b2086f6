import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { TraceSettings } from './otel-settings.ts';

const TELL_EVERY_MS = 60_000;

/** Makes the provider of tracers. This file alone loads the SDK: import it only where traces are wanted. */
export function createProvider(settings: TraceSettings, logger: Logger): TracerProvider {
  const tell = nowAndThen(() => logger.warn('traces cannot be sent, or not all of them'));
  const ignore = (): void => {};
  diag.setLogger({ error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
  const resource = detectResources({ detectors: [envDetector] }).merge(
    resourceFromAttributes({ 'service.name': settings.serviceName }),
  );
  return new TracerProvider({
    resource,
    sampler: samplerOf(settings),
    // Address, headers, time limit and compression are the exporter's own standard variables.
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
}

/** A receiver that is away would fill the log. */
function nowAndThen(tell: () => void): () => void {
  let nextAt = 0;
  return () => {
    if (performance.now() < nextAt) return;
    nextAt = performance.now() + TELL_EVERY_MS;
    tell();
  };
}

function samplerOf({ sampler, ratio }: TraceSettings): Sampler {
  const byRatio = new TraceIdRatioBasedSampler(ratio);
  switch (sampler) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return byRatio;
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: byRatio });
  }
}
