import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { fileNames, layers } from './eslint/layers.js';

const words = [
  { selector: 'JSXText[value=/\\p{L}{2,}/u]', message: 'words belong in src/i18n' },
  { selector: 'Literal[value=/[\\u4e00-\\u9fff]/]', message: 'words belong in src/i18n' },
  { selector: 'TemplateElement[value.raw=/[\\u4e00-\\u9fff]/]', message: 'words belong in src/i18n' },
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'target', 'src/api/generated'] },
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { huizhen: { rules: { layers, 'file-names': fileNames } }, 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      'huizhen/layers': 'error',
      'huizhen/file-names': 'error',
      'max-lines': ['error', 400],
      'no-restricted-syntax': ['error', ...words],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  { files: ['src/**/*.test.{ts,tsx}'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['scripts/**/*.mjs', 'eslint/**/*.js', '*.js'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } } },
  {
    // runs in Node, with functions that run in the page
    files: ['e2e/**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', document: 'readonly', URL: 'readonly', fetch: 'readonly', setTimeout: 'readonly', globalThis: 'readonly', performance: 'readonly', requestAnimationFrame: 'readonly', KeyboardEvent: 'readonly', crypto: 'readonly', TextDecoder: 'readonly', Buffer: 'readonly', atob: 'readonly', Blob: 'readonly', history: 'readonly', dispatchEvent: 'readonly', PopStateEvent: 'readonly', localStorage: 'readonly', window: 'readonly', Event: 'readonly' } },
  },
);
