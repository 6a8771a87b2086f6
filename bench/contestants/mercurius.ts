import 'reflect-metadata';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { tell } from './listen.ts';
import { openPool, schema } from './plain/open.ts';
import { Loaders } from './plain/resolvers.ts';
import { tunedSource } from './plain/tuned-source.ts';

const source = tunedSource(openPool());
const app = fastify();
await app.register(mercurius, { schema: schema(), jit: 1, context: () => new Loaders(source) });
const address = await app.listen({ port: 0, host: '127.0.0.1' });
tell(Number(new URL(address).port), '/graphql');
