/**
 * Writes values to the query of the address after the #, so that a link shows the page as it is. The history gets no new entry: Back leaves the page.
 * @param {object} changes the values by name; null and "" remove a value
 */
export function setQuery(changes) {
  const [path, query] = location.hash.split("?");
  const values = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") {
      values.delete(name);
    } else {
      values.set(name, value);
    }
  }

  // Commas and colons are readable as they are, and allowed.
  const written = String(values).replaceAll("%2C", ",").replaceAll("%3A", ":");
  history.replaceState(null, "", written ? `${path}?${written}` : path);
}
