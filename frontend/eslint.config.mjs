/*
 * ESLint: the recommended rules, for scripts that browsers run as they are, and for their tests.
 * It runs from the root of the project. Types are checked by TypeScript (tsconfig.json).
 */
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["frontend/node_modules/**", "**/*.d.ts"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-unused-expressions": "error",
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }]
    }
  },
  {
    files: ["frontend/**/*.js"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "script",
      globals: { ...globals.browser, L: "readonly", protomapsL: "readonly", fflate: "readonly" }
    },
    rules: { "no-implicit-globals": "error", strict: ["error", "function"] }
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.node }
  }
];
