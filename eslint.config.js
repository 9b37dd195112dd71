import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const namedExportsOnly = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one thing has one name everywhere.',
};

const testFunctions = '/^(it|test|describe|suite|bench)$/';
const partialRuns = '/^(only|skip|todo|fails)$/';
const runEveryTest = 'Every test runs, every time: mend it or delete it.';

const wholeSuite = [
  {
    selector: `MemberExpression[object.name=${testFunctions}][property.name=${partialRuns}]`,
    message: runEveryTest,
  },
  {
    selector: `MemberExpression[object.object.name=${testFunctions}][property.name=${partialRuns}]`,
    message: runEveryTest,
  },
  {
    selector: `CallExpression[callee.name=${testFunctions}] > ObjectExpression > Property[key.name=${partialRuns}]`,
    message: runEveryTest,
  },
];

const noModuleMocks = ['mock', 'doMock', 'unmock', 'doUnmock', 'importMock'].map((property) => ({
  object: 'vi',
  property,
  message: 'Give the collaborator as an argument, or start a real server: module mocks hide what breaks.',
}));

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.tmp/', 'staging-gate-report/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      // A recursive type such as JSON can only be an index signature.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', namedExportsOnly, ...wholeSuite],
      'no-restricted-properties': ['error', ...noModuleMocks],
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/index.ts', 'src/cli.ts', 'src/inputs.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...noModuleMocks,
        {
          object: 'process',
          property: 'env',
          message: 'The environment is read at the entry and given as an argument.',
        },
      ],
    },
  },
  {
    files: ['*.config.{js,ts}'],
    rules: { 'no-restricted-syntax': ['error', ...wholeSuite] },
  },
);
