// The LibreLane configuration of a block, which OpenLane 2 reads as well.
import type { Block } from './block.ts';

/**
 * Text of `librelane/config.json`; `dir::` is its folder. Yosys opens what `$readmemh` names from the folder in which
 * LibreLane was started, which therefore is that of the design.
 */
export function librelaneConfig({ manifest, axi, period }: Block): string {
  const sdc = `dir::${manifest.design}.sdc`;
  const config = {
    meta: { version: 2, flow: 'Classic' },
    DESIGN_NAME: axi.modules.ip,
    VERILOG_FILES: [...manifest.rtl, ...axi.rtl].map((path) => `dir::../${path}`),
    CLOCK_PORT: axi.clock.name,
    CLOCK_PERIOD: period,
    PNR_SDC_FILE: sdc,
    SIGNOFF_SDC_FILE: sdc,
    FP_SIZING: 'relative',
    // Memories become flip-flops, whose routing asks for room.
    FP_CORE_UTIL: 40,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
