import { configDefaults, defineConfig } from 'vitest/config';
import ours from './vitest.config.ts';

// What runs on Debian's PostgreSQL and pgbouncer, with servers of its own.
export default defineConfig({
  ...ours,
  test: { ...ours.test, include: ['test/cluster/**/*.test.ts'], exclude: configDefaults.exclude, globalSetup: [] },
});
