const sampleBytes = 1 << 16;
const sampleRows = 50;
const delimiters = [",", ";", "\t", "|"];

/**
 * The column names of a CSV file, read from its beginning, so that the target can be chosen before the file is sent. The service finds
 * out more thoroughly how a file is written; this is a first look, and gives no names where it sees none.
 * @param {File} file
 * @param {{ delimiter: string, quote: string, header: string, encoding: string }} known what is known of its format; "" is found out
 * @returns {Promise<string[]>}
 */
export async function columnNames(file, known) {
  const content = decoded(new Uint8Array(await file.slice(0, sampleBytes).arrayBuffer()), known.encoding);
  if (/[\0-\x08\x0e-\x1f]/.test(content)) {
    return [];
  }

  const [, told] = /^sep=([,;\t|])\r?\n/.exec(content) ?? [];
  const body = told ? content.slice("sep=;".length).trimStart() : content;
  const quote = known.quote || '"';
  const delimiter = known.delimiter || told || best(delimiters, (candidate) => consistency(rows(body, candidate, quote)));
  const [first = []] = rows(body, delimiter, quote);
  const hasHeader = known.header ? known.header === "true" : !first.some(isNumber);
  return [...new Set(hasHeader ? first.filter(Boolean) : first.map((_, i) => `column${i + 1}`))];
}

function decoded(bytes, encoding) {
  if (encoding) {
    return new TextDecoder(encoding).decode(bytes);
  }

  if (bytes[0] + bytes[1] === 0xff + 0xfe) {
    return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  }

  try {
    // A letter that the sample's end cuts is no mistake.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function rows(content, delimiter, quote) {
  const found = [];
  let row = [];
  let cell = "";
  let isQuoted = false;
  for (let i = 0; i < content.length && found.length < sampleRows; i++) {
    const letter = content[i];
    if (isQuoted) {
      if (letter !== quote) {
        cell += letter;
      } else if (content[i + 1] === quote) {
        cell += quote;
        i++;
      } else {
        isQuoted = false;
      }
    } else if (letter === quote && cell === "") {
      isQuoted = true;
    } else if (letter === delimiter || letter === "\n") {
      row.push(cell.trim());
      cell = "";
      if (letter === "\n") {
        found.push(row);
        row = [];
      }
    } else {
      cell += letter;
    }
  }

  // Without a line's end, it may be cut: it counts only where there is no other.
  return (found.length > 0 ? found : [[...row, cell.trim()]]).filter((one) => one.length > 1 || one[0] !== "");
}

/** The share of rows that have the most frequent number of fields, better the more fields those are; 0 for one field. */
function consistency(found) {
  const counts = new Map();
  for (const { length } of found) {
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }

  const fields = best([...counts.keys()], (length) => counts.get(length));
  return found.length === 0 || fields === 1 ? 0 : counts.get(fields) / found.length + Math.min(fields, 100) / 1000;
}

function best(candidates, score) {
  return candidates.reduce((one, other) => (score(other) > score(one) ? other : one), candidates[0]);
}

function isNumber(cell) {
  return cell !== "" && Number.isFinite(Number(cell.replace(",", ".")));
}
