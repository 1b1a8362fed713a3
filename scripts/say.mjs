// What the scripts tell the person who runs them: always on stderr, because stdout belongs to the program they run.

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Ends the script with a sentence that says what to do.
 * @param {string} text
 * @param {number} [code]
 * @returns {never}
 */
export function fail(text, code = 1) {
  say(text);
  process.exit(code);
}
