#!/usr/bin/env bash
# Tests the package as its users get it: packs it, installs the tarball alone into an empty folder, and runs there the
# command line and every script of tools/package-test/ (they import `dendra` as any other program would).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

# Installed packages (and their bins) need a newer Node than Debian's; the bootstrap puts the pinned one in place.
machine=$(command -v node)
node tools/bootstrap.mjs tool tsc --version >/dev/null
export PATH="$root/node_modules/.bin:$PATH"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
say() { printf 'package: %s\n' "$*"; }

say 'npm pack'
npm pack --silent --pack-destination "$folder" >/dev/null
tarball=$(echo "$folder"/dendra-*.tgz)
tar -tzf "$tarball" | sort >"$folder/contents.txt"
say "$(wc -l <"$folder/contents.txt") files, $(du -k "$tarball" | cut -f1) kB"
if grep -vE '^package/(dist/|templates/|package\.json$|README|LICENSE|CHANGELOG)' "$folder/contents.txt"; then
  say 'FAILED: the files above must not be in the package'
  exit 1
fi
for part in dist/cli/main.js dist/index.js dist/index.d.ts templates/ LICENSE README.md; do
  if ! grep -q "^package/$part" "$folder/contents.txt"; then
    say "FAILED: $part must be in the package"
    exit 1
  fi
done

say 'npm install of the tarball into an empty folder'
mkdir "$folder/user"
cd "$folder/user"
printf '{ "name": "user", "private": true, "type": "module" }\n' >package.json
npm install --silent --no-audit --no-fund "$tarball"
if ! "$machine" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 18) ? 0 : 1)'; then
  say "the command line on Node $("$machine" --version)"
  status=0
  text=$("$machine" node_modules/dendra/dist/cli/main.js --version 2>&1) || status=$?
  if [[ $status != 3 || $text != "Node must be at least 22.18, not "* ]]; then
    say "FAILED: it must end with status 3 and say which Node it needs, not with $status: $text"
    exit 1
  fi
fi
for tool in vitest typescript @biomejs/biome; do
  if [[ -e node_modules/$tool ]]; then
    say "FAILED: $tool must not come with the package"
    exit 1
  fi
done

say 'dendra units --json'
node_modules/.bin/dendra units --json >units.json
node -e '
  const units = JSON.parse(require("node:fs").readFileSync("units.json", "utf8"));
  if (!Array.isArray(units) || units.length === 0) throw new Error("dendra units --json must print a list of units");
  for (const { kind, summary } of units) {
    if (!kind || !summary) throw new Error("each unit must have a kind and a summary");
  }
  console.log(`package: ${units.length} units`);
'

for script in "$root"/tools/package-test/*.mjs; do
  [[ -e $script ]] || continue
  say "$(basename "$script")"
  cp "$script" .
  node "$(basename "$script")"
done

for source in "$root"/tools/package-test/*.mts; do
  [[ -e $source ]] || continue
  say "$(basename "$source") (types)"
  cp "$source" .
  # Benches need no types of Node; the rest of the package does.
  printf "export * from 'dendra/hwtest';\nexport * from 'dendra/bus';\n" >bench.mts
  tsc --noEmit --strict --module nodenext --target es2023 bench.mts
  ln -sfn "$root/node_modules/@types" node_modules/@types
  tsc --noEmit --strict --module nodenext --target es2023 --types node "$(basename "$source")"
done
say 'dendra test without vitest'
mkdir "$folder/benches"
cp "$root"/tools/package-test/benches/* "$folder/benches/"
status=0
text=$(node_modules/.bin/dendra test "$folder/benches" 2>&1) || status=$?
if [[ $status != 3 || $text != "vitest must be installed to run benches, and is not"* ]]; then
  say "FAILED: it must end with status 3 and say what to install, not with $status: $text"
  exit 1
fi
say 'dendra test on a folder without any package'
ln -sfn "$root/node_modules/vitest" node_modules/vitest
node_modules/.bin/dendra test "$folder/benches"
if [[ $(find "$folder/benches" -type f | wc -l) != 3 ]]; then
  say "FAILED: the folder must hold what it did and results.xml: $(ls -a "$folder/benches")"
  exit 1
fi
say passed
