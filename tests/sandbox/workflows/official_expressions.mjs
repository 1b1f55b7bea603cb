// Works out expressions with GitHub's own library: reads a list of {text, contexts} and writes a list of results.
// The folder of installed packages is the first argument.
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/@actions/expressions/dist/index.js`);
const {Lexer, Parser, Evaluator, data} = await import(folder);

function result({text, contexts}) {
  try {
    const {tokens} = new Lexer(text).lex();
    const tree = new Parser(tokens, Object.keys(contexts), []).parse();
    const value = new Evaluator(tree, JSON.parse(JSON.stringify(contexts), data.reviver)).evaluate();
    const json = JSON.stringify(value, data.replacer);
    return {text: value.coerceString(), json};
  } catch (error) {
    return {error: error.message};
  }
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(result)));
