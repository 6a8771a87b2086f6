import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import postgres from 'postgres';
import { STATEMENTS } from './floor-statements.ts';
import { databaseUrl, listen, POOL_SIZE } from './listen.ts';

const sql = postgres(databaseUrl(), { max: POOL_SIZE, onnotice: () => {} });

async function answer(operation: string, body: string): Promise<string> {
  const statement = STATEMENTS[operation];
  if (!statement) throw new Error(`no operation ${operation}`);
  const asked = JSON.parse(body) as Record<string, string>;
  const parameters = statement.parameters.map((name) => asked[name] ?? null);
  const [row] = await sql.unsafe(statement.text, parameters, { prepare: true });
  return row?.json ?? 'null';
}

function send(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) });
  response.end(json);
}

const server = createServer((request, response) => {
  text(request)
    .then((body) => answer((request.url ?? '/').slice(1), body))
    .then(
      (json) => send(response, 200, json),
      (error) => send(response, 500, JSON.stringify({ errors: [String(error)] })),
    );
});
listen(server, '/');
