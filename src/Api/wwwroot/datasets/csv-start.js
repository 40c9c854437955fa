const sampleBytes = 1 << 16;
const sampleRows = 50;
const delimiters = [",", ";", "\t", "|"];

/**
 * Reads the column names from the start of a CSV file, so that the user can choose the target before the upload. This is only a quick check;
 * the service detects the format more carefully.
 * @param {File} file the CSV file
 * @param {{ delimiter: string, quote: string, header: string, encoding: string }} format the known format; "" means that it is detected
 * @returns {Promise<string[]>} the column names; empty if none are found
 */
export async function readColumnNames(file, format) {
  const content = decode(new Uint8Array(await file.slice(0, sampleBytes).arrayBuffer()), format.encoding);
  if (/[\0-\x08\x0e-\x1f]/.test(content)) {
    return [];
  }

  const [, declaredDelimiter] = /^sep=([,;\t|])\r?\n/.exec(content) ?? [];
  const body = declaredDelimiter ? content.slice("sep=;".length).trimStart() : content;
  const quote = format.quote || '"';
  const delimiter = format.delimiter || declaredDelimiter || maxBy(delimiters, (candidate) => consistency(parseRows(body, candidate, quote)));
  const [firstRow = []] = parseRows(body, delimiter, quote);
  const hasHeader = format.header ? format.header === "true" : !firstRow.some(isNumber);
  return [...new Set(hasHeader ? firstRow.filter(Boolean) : firstRow.map((_, i) => `column${i + 1}`))];
}

function decode(bytes, encoding) {
  if (encoding) {
    return new TextDecoder(encoding).decode(bytes);
  }

  if (bytes[0] + bytes[1] === 0xff + 0xfe) {
    return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  }

  try {
    // The end of the sample may cut a character in two, which is not an error.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function parseRows(content, delimiter, quote) {
  const rows = [];
  let row = [];
  let cell = "";
  let isQuoted = false;
  for (let i = 0; i < content.length && rows.length < sampleRows; i++) {
    const character = content[i];
    if (isQuoted) {
      if (character !== quote) {
        cell += character;
      } else if (content[i + 1] === quote) {
        cell += quote;
        i++;
      } else {
        isQuoted = false;
      }
    } else if (character === quote && cell === "") {
      isQuoted = true;
    } else if (character === delimiter || character === "\n") {
      row.push(cell.trim());
      cell = "";
      if (character === "\n") {
        rows.push(row);
        row = [];
      }
    } else {
      cell += character;
    }
  }

  // The last row may be cut by the end of the sample, so it counts only if it is the only one.
  return (rows.length > 0 ? rows : [[...row, cell.trim()]]).filter((cells) => cells.length > 1 || cells[0] !== "");
}

/** The share of rows with the most frequent number of fields, plus a little for more fields; 0 if that number is 1. */
function consistency(rows) {
  const counts = new Map();
  for (const { length } of rows) {
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }

  const fields = maxBy([...counts.keys()], (length) => counts.get(length));
  return rows.length === 0 || fields === 1 ? 0 : counts.get(fields) / rows.length + Math.min(fields, 100) / 1000;
}

function maxBy(candidates, score) {
  return candidates.reduce((best, other) => (score(other) > score(best) ? other : best), candidates[0]);
}

function isNumber(cell) {
  return cell !== "" && Number.isFinite(Number(cell.replace(",", ".")));
}
