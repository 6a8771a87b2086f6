import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { tell } from './listen.ts';
import { drizzleSource } from './plain/drizzle-source.ts';
import { openPool, schema } from './plain/open.ts';
import { Loaders } from './plain/resolvers.ts';

const source = drizzleSource(openPool());
const server = new ApolloServer<Loaders>({ schema: schema() });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => new Loaders(source),
});
tell(Number(new URL(url).port), '/');
