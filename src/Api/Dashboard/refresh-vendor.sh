#!/usr/bin/env bash
# Fetches the packages of vendor.json into wwwroot/vendor, as the dashboard serves them, or the folder that the entry names. Change a
# version there, run this, run the browser tests. It needs npm; the service and its build do not.
set -euo pipefail
cd "$(dirname "$0")"
vendor=$PWD/../wwwroot/vendor
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

node --print 'require("./vendor.json").map(p => p.package + "@" + p.version).join("\n")' |
while read -r package; do
  archive=$(cd "$folder" && npm pack --silent "$package")
  mkdir -p "$folder/${package%@*}"
  tar -xzf "$folder/$archive" -C "$folder/${package%@*}" --strip-components 1
done

node - "$folder" "$vendor" <<'SCRIPT'
const { readFileSync, writeFileSync } = require("node:fs");
const [folder, vendor] = process.argv.slice(2);
for (const { package: name, files, export: exports = {}, folder: into = vendor } of JSON.parse(readFileSync("vendor.json"))) {
  for (const [from, to] of Object.entries(files)) {
    // The source maps are not served; a script that only sets a variable becomes a module.
    const text = readFileSync(`${folder}/${name}/${from}`, "utf8").replaceAll("\r\n", "\n").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
    writeFileSync(`${into}/${to}`, exports[to] ? `${text.trimEnd()}\nexport default ${exports[to]};\n` : text);
  }
}
SCRIPT
