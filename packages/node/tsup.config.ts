import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    express: 'src/express.ts',
    fastify: 'src/fastify.ts',
    'cli/main': 'src/cli/main.ts',
  },
  format: ['esm'],
  target: 'node22.13',
  platform: 'node',
  clean: true,
  dts: true,
  splitting: true,
  // tsup drops "node:" by default, and `sqlite` without it is another package.
  removeNodeProtocol: false,
})
