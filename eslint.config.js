// What `make lint` demands of JavaScript.

import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import globals from "globals";

// The exported page is one script put together from these files: what one defines at its top level, the others use.
const WEB_PAGE = "conversion/worker/web_page/sources/*.js";
const OF_WEB_PAGE = [
  "BOX",
  "HAMMING",
  "MAX_SIDE",
  "PICTURE_SIDE",
  "createAnswerView",
  "createNetwork",
  "createPen",
  "prepare",
  "findInk",
  "resample",
  "roundHalfEven",
];

export default defineConfig([
  globalIgnores([".venv/", "var/"]),
  {
    extends: [js.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    languageOptions: { ecmaVersion: 2024, globals: globals.browser },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-shadow": ["error", { allow: ["_"] }],
      complexity: ["error", 10],
      // A part with a state of its own is one function around it.
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
      "max-lines": ["error", { max: 250 }],
    },
  },
  {
    files: [WEB_PAGE],
    languageOptions: { sourceType: "script", globals: Object.fromEntries(OF_WEB_PAGE.map((name) => [name, "readonly"])) },
    rules: { "no-redeclare": ["error", { builtinGlobals: false }], "no-unused-vars": ["error", { vars: "local" }] },
  },
  {
    files: ["eslint.config.js", "tests/javascript/**/*.js"],
    languageOptions: { globals: globals.node },
  },
]);
