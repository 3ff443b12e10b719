import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The page of the pretend DingTalk: one small bundle, hashed names, nothing from anywhere else. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  server: { proxy: { '/sim': process.env.PRETEND_DINGTALK ?? 'http://127.0.0.1:4300' } },
});
