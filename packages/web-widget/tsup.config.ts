import { defineConfig } from 'tsup'

// tools/build.ts empties dist first: with two configurations a `clean` of one may hit the other's output.
export default defineConfig([
  {
    entry: {
      wallet: 'src/wallet.ts',
      scanner: 'src/scanner.ts',
      define: 'src/define.ts',
    },
    format: ['esm'],
    target: 'es2022',
    platform: 'browser',
    dts: true,
    splitting: true,
    removeNodeProtocol: false,
  },
  {
    // One file for one <script> tag, for portals without a build step and for the older browsers they still meet.
    entry: { 'tally-wallet': 'src/define-wallet.ts', 'tally-scanner': 'src/define-scanner.ts' },
    format: ['iife'],
    target: 'es2017',
    platform: 'browser',
    minify: true,
    dts: false,
    splitting: false,
    metafile: true,
    noExternal: [/.*/],
    outExtension: () => ({ js: '.iife.js' }),
    esbuildOptions(options) {
      options.conditions = ['@tallystick/source']
      options.legalComments = 'none'
    },
  },
])
