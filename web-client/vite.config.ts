import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// HUIZHEN_SERVER names the server that the dev and preview servers pass requests on to.
const server = process.env.HUIZHEN_SERVER ?? 'http://127.0.0.1:8080';
const signaling = process.env.HUIZHEN_SIGNALING ?? server.replace(/:(\d+)$/, (_, port: string) => `:${Number(port) + 1}`);
const proxy = {
  '/api': { target: server },
  '/dicomweb': { target: server },
  '/signal': { target: signaling, ws: true },
};

const codecs = [
  'codec-charls/decodewasmjs',
  'codec-openjpeg/decodewasmjs',
  'codec-libjpeg-turbo-8bit/decodewasmjs',
  'codec-openjph/wasmjs',
].map((codec) => `@cornerstonejs/dicom-image-loader > @cornerstonejs/${codec}`);

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 6000, assetsInlineLimit: 0 },
  optimizeDeps: {
    exclude: ['@cornerstonejs/dicom-image-loader', '@cornerstonejs/metadata', '@cornerstonejs/utils'],
    include: ['dicom-parser', '@cornerstonejs/dicom-image-loader > pako', ...codecs],
  },
  test: { include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'], environment: 'node' },
});
