import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { PoolObserver } from '../../db/observed.ts';
import type { RequestObserver } from './observer.ts';
import type { TraceSettings } from './otel-settings.ts';
import type { RequestRecord } from './request-record.ts';

/** Spans that the receiver does not take by then are lost. */
const CLOSE_WITHIN_MS = 3_000;

type Api = typeof import('@opentelemetry/api');

export interface Tracing {
  requests: RequestObserver;
  pools: PoolObserver;
  /** Sends the spans that are still to be sent. */
  close(): Promise<void>;
}

/** The spans of one request that are open. */
interface Open {
  server: Span;
  operation?: Span;
}

/** Loads OpenTelemetry and begins to send spans of requests, operations and statements to the receiver it is told of. */
export async function startTracing(settings: TraceSettings, logger: Logger): Promise<Tracing> {
  const [api, { createProvider }] = await Promise.all([import('@opentelemetry/api'), import('./otel-provider.ts')]);
  const provider = createProvider(settings, logger);
  const tracer = provider.getTracer('sapxep');
  const spans = new Spans(api, tracer);
  return {
    requests: {
      begun: (record, request) => spans.begin(record, request),
      resolved: (record) => spans.resolve(record),
      answered: (record) => spans.answer(record),
      ended: (record) => spans.end(record),
      within: (record, work) => spans.within(record, work),
    },
    pools: {
      statement: (pool, text) => spans.statement(pool, text),
      // What happens within it has spans of its own.
      transaction: () => ({ begun: () => {}, ended: () => {} }),
    },
    close: async () => {
      const late = sleep(CLOSE_WITHIN_MS, undefined, { ref: false });
      // A receiver that is away is no reason to stop badly.
      await Promise.race([provider.shutdown().catch(() => {}), late]);
    },
  };
}

class Spans {
  private readonly api: Api;
  private readonly tracer: Tracer;
  private readonly open = new Map<RequestRecord, Open>();
  /** Finds the request a statement is sent for. */
  private readonly current = new AsyncLocalStorage<RequestRecord>();

  constructor(api: Api, tracer: Tracer) {
    this.api = api;
    this.tracer = tracer;
  }

  begin(record: RequestRecord, { method = 'POST', headers }: IncomingMessage): void {
    const attributes = {
      'http.request.method': method,
      'http.route': '/graphql',
      'sapxep.request_id': record.requestId,
    };
    const options: SpanOptions = { kind: this.api.SpanKind.SERVER, attributes };
    const server = this.tracer.startSpan(`${method} /graphql`, options, this.parentOf(headers));
    record.traceId = server.spanContext().traceId;
    this.open.set(record, { server });
  }

  resolve(record: RequestRecord): void {
    const open = this.open.get(record);
    if (!open || !record.operation) return;
    const { type, name, rootFields } = record.operation;
    open.operation = this.tracer.startSpan(
      `${type} ${rootFields.join(' ')}`.slice(0, 200),
      { attributes: { 'graphql.operation.type': type, ...(name && { 'graphql.operation.name': name }) } },
      this.below(open.server),
    );
  }

  answer(record: RequestRecord): void {
    const open = this.open.get(record);
    if (!open?.operation) return;
    this.tellOutcome(open.operation, record);
    open.operation.end();
    open.operation = undefined;
  }

  end(record: RequestRecord): void {
    this.answer(record);
    const open = this.open.get(record);
    if (!open) return;
    this.open.delete(record);
    open.server.setAttribute('http.response.status_code', record.status);
    this.tellOutcome(open.server, record);
    open.server.end();
  }

  within<T>(record: RequestRecord, work: () => T): T {
    return this.current.run(record, work);
  }

  statement(pool: string, text: string): (error?: unknown) => void {
    const record = this.current.getStore();
    const open = record && this.open.get(record);
    if (!open) return () => {};
    const operation = operationOf(text);
    const span = this.tracer.startSpan(
      operation,
      {
        kind: this.api.SpanKind.CLIENT,
        attributes: { 'db.system.name': 'postgresql', 'db.operation.name': operation, 'sapxep.pool': pool },
      },
      this.below(open.operation ?? open.server),
    );
    return (error) => {
      if (error) span.setStatus({ code: this.api.SpanStatusCode.ERROR });
      span.end();
    };
  }

  private tellOutcome(span: Span, { outcome, errors, violations }: RequestRecord): void {
    span.setAttribute('sapxep.outcome', outcome);
    if (errors.size > 0) span.setAttribute('sapxep.errors', [...errors]);
    if (violations.size > 0) span.setAttribute('sapxep.violations', [...violations]);
    if (outcome === 'fault') span.setStatus({ code: this.api.SpanStatusCode.ERROR });
  }

  private below(span: Span): Context {
    return this.api.trace.setSpan(this.api.ROOT_CONTEXT, span);
  }

  /** The span of whoever asked, by W3C's trace context. */
  private parentOf({ traceparent, tracestate }: IncomingMessage['headers']): Context {
    const { createTraceState, ROOT_CONTEXT, isSpanContextValid, trace } = this.api;
    const [, traceId = '', spanId = '', flags = ''] =
      /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/.exec(String(traceparent)) ?? [];
    const parent = {
      traceId,
      spanId,
      traceFlags: Number.parseInt(flags, 16) & 1,
      isRemote: true,
      ...(typeof tracestate === 'string' && { traceState: createTraceState(tracestate) }),
    };
    return isSpanContextValid(parent) ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
  }
}

const OPERATIONS = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|SET|LOCK|MERGE)\b/i;

/** What a statement does, in a word: its text is not for traces, since some values are part of it. */
const operationOf = (text: string): string => OPERATIONS.exec(text)?.[1]?.toUpperCase() ?? 'OTHER';
