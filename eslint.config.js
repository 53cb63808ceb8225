/** How the front end's source is checked: ESLint's recommended rules, browser names in pages, Node names in tools. */
import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['static/dist/**', 'static/dist-*/**', 'node_modules/**', '.venv/**'] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-implied-eval': 'error',
      'no-eval': 'error',
      'max-lines': ['error', 300],
      // Text from people reaches the page as text. Only morph() may take HTML, and that comes from our own server.
      'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'outerHTML' }, { property: 'insertAdjacentHTML' }],
    },
  },
  { files: ['static/src/**/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['static/build.mjs', 'tests/frontend/**/*.js', 'eslint.config.js'], languageOptions: { globals: globals.node } },
];
