import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span as a collector gets it. */
export interface ReceivedSpan {
  readonly service: string;
  /** Which of them; empty where it has no name. */
  readonly instance: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentSpanId: string;
  readonly durationMs: number;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
}

/** A collector in this process that takes traces by OTLP/HTTP in JSON, and keeps them. */
export class TraceReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** Header fields of the last export. */
  headers: Readonly<Record<string, string | string[] | undefined>> = {};
  /** How it answers. */
  status = 200;
  onExport: () => void = () => {};
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port = 0): Promise<TraceReceiver> {
    const server = createServer();
    const receiver = new TraceReceiver(server);
    server.on('request', async (request, response) => {
      const body = (await json(request)) as ExportBody;
      receiver.headers = request.headers;
      receiver.onExport();
      if (receiver.status === 200) receiver.spans.push(...spansIn(body));
      response.writeHead(receiver.status, { 'content-type': 'application/json' }).end('{}');
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What tells a service of it. */
  get env(): Record<string, string> {
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${this.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
  }

  named(name: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** What of `ExportTraceServiceRequest` is looked at. */
interface ExportBody {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: KeyValues };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: KeyValues;
  readonly events: readonly { readonly name: string; readonly attributes: KeyValues }[];
}

/** One of `stringValue`, `intValue`, `doubleValue`, `boolValue`. */
type KeyValues = readonly { readonly key: string; readonly value: Attributes }[];

function spansIn({ resourceSpans }: ExportBody): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const { 'service.name': service, 'service.instance.id': instance = '' } = valuesOf(resource.attributes);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        service: String(service),
        instance: String(instance),
        name: span.name,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? '',
        durationMs: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
        attributes: valuesOf(span.attributes),
        events: span.events.map(({ name, attributes }) => ({ name, attributes: valuesOf(attributes) })),
      })),
    );
  });
}

function valuesOf(attributes: KeyValues): Attributes {
  return Object.fromEntries(
    attributes.flatMap(({ key, value }) => Object.values(value).map((each) => [key, each])),
  );
}
