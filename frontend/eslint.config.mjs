/*
 * ESLint: the recommended rules, for scripts that browsers run as they are. Types are checked by
 * TypeScript (tsconfig.json).
 */
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["node_modules/**", "*.d.ts"] },
  js.configs.recommended,
  {
    files: ["capture/**/*.js", "draw/**/*.js", "exit/**/*.js", "language/**/*.js", "map/**/*.js"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "script",
      globals: {
        ...globals.browser, L: "readonly", protomapsL: "readonly", fflate: "readonly"
      }
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "no-unused-expressions": "error",
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      strict: ["error", "function"]
    }
  },
  {
    files: ["tests/**/*.mjs"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node },
    rules: { "no-var": "error", "prefer-const": "error" }
  }
];
