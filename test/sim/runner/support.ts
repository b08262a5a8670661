// Folders with benches, and the tests in a results.xml.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder outside the repository with these files, and what removes it. */
export function folderOf(files: Readonly<Record<string, string>>): { folder: string; remove: () => void } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dendra-benches-')));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** `module.test: verdict` and its message, for every test of a report. */
export function verdicts(file: string): Record<string, string> {
  const cases = readFileSync(file, 'utf8').matchAll(
    /<testcase classname="(.*?)" name="(.*?)"[^>]*>([\s\S]*?)<\/testcase>/g,
  );
  return Object.fromEntries(
    [...cases].map(([, module, name, body = '']) => {
      const found = /<(failure|error|skipped) message="(.*?)"/.exec(body);
      return [`${module}.${name}`, found === null ? 'passed' : `${found[1]}: ${found[2]}`];
    }),
  );
}

/** A counter with an output that is always right, and a way to crash. */
export const counter = `module counter (
    input  logic       clk_i,
    input  logic       rst_ni,
    output logic [7:0] count_o
);
  always_ff @(posedge clk_i) begin
    if (!rst_ni) count_o <= 0;
    else count_o <= count_o + 1;
  end
endmodule
`;

/** The first lines of a bench of that counter. */
export const header = `import { expect, test } from 'vitest';
import { buildModel, Clock, ClockCycles, getSimTime, hwtest, RisingEdge, Timer } from 'dendra/hwtest';
hwtest.use({ model: () => buildModel({ sources: ['counter.sv'], top: 'counter' }) });
`;
