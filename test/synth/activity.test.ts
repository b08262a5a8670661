// Toggle rates from VCD text: scopes, clocks, widths, and values that are not known.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { togglesOf } from '../../src/synth/index.ts';

const vcd = `
$scope module tb $end
$scope module dut $end
$var wire 1 ! clk_i $end
$var wire 1 " a $end
$scope module u_x $end
$var wire 1 ! clk_i $end
$var reg 4 # q [3:0] $end
$var parameter 32 $ Width $end
$scope begin g_lane $end
$var wire 1 % b $end
$upscope $end
$upscope $end
$upscope $end
$upscope $end
$enddefinitions $end
#0
0!
x"
b0 #
b100 $
0%
#5
1!
1"
b1111 #
1%
#10
0!
0"
b101 #
#15
1!
bx101 #
0%
`;

test('bits that toggle are counted by the innermost layer, without clocks, parameters and unknown values', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dendra-vcd-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'waves.vcd');
  writeFileSync(file, vcd);
  // q toggles 4 bits, then 2 (0101 from 1111), then none; b toggles twice: 8 of 5 bits in 2 cycles. a: 1 to 0.
  expect(await togglesOf(file, ['tb.dut.u_x', 'tb.dut', 'tb.dut.u_none'], ['clk_i'], 2)).toEqual([0.8, 0.5, 0]);
});
