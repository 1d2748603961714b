import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['**/*', '!src/', '!src/**', '!eslint.config.js', '.venv/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
      'max-lines': ['error', 400],
      'no-implicit-globals': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
      // Text goes into text nodes only.
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write'].map((property) => ({ property })),
      ],
    },
  },
  { files: ['**/widget.js'], languageOptions: { sourceType: 'script' } },
];
