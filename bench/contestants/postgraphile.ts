import 'graphile-config';
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';
import { databaseUrl, listen, POOL_SIZE } from './listen.ts';

const isTuned = process.env.PEER === 'tuned';

const preset: GraphileConfig.Preset = {
  extends: isTuned ? [PostGraphileAmberPreset] : [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  pgServices: [
    makePgService({
      connectionString: databaseUrl(),
      schemas: isTuned ? ['bench'] : ['public'],
      poolConfig: { max: POOL_SIZE },
      pubsub: false,
    }),
  ],
  disablePlugins: isTuned ? [] : ['PgIndexBehaviorsPlugin'],
  gather: { pgStrictFunctions: false },
  schema: isTuned ? { defaultBehavior: '-connection +list +resource:list -resource:connection' } : {},
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, maxRequestLength: 1_000_000 },
  grafast: { explain: false },
};

const instance = postgraphile(preset);
const service = instance.createServ(grafserv);
const server = createServer();
await service.addTo(server);
listen(server, '/graphql');
