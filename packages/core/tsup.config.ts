import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    errors: 'src/errors.ts',
    'rules/index': 'src/rules/index.ts',
    'rules/reference': 'src/rules/reference.ts',
    'token/index': 'src/token/index.ts',
    'token/sm': 'src/token/sm.ts',
    'http/index': 'src/http/index.ts',
    'client/index': 'src/client/index.ts',
    'client/work': 'src/client/solve-work.ts',
  },
  format: ['esm'],
  target: 'es2023',
  platform: 'neutral',
  clean: true,
  dts: true,
  sourcemap: false,
  splitting: true,
  removeNodeProtocol: false,
})
