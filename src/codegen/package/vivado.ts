// Data of the Vivado scripts.
import type { Block } from './block.ts';

/** Data of `package/stage.tcl.hbs`, `package_ip.tcl.hbs` and `ooc.tcl.hbs`. */
export function vivadoData({ manifest, axi, vlnv, part, period }: Block): object {
  return { design: manifest.design, ip: axi.modules.ip, vlnv: vlnv.join(':'), part, period };
}
