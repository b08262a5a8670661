// The Vivado scripts in tclsh, whose Vivado commands are those of vivado.tcl beside this file: they look for every file.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { packagedFolder } from './design.ts';

const { folder, manifest } = await packagedFolder('ultrascale-plus');
const explicit = await packagedFolder('ultrascale-plus', {}, 'explicit');
const stubs = fileURLToPath(new URL('vivado.tcl', import.meta.url));
const missing =
  spawnSync('tclsh', [], { input: 'exit' }).status === 0 ? '' : '(skipped: needs tclsh of the package tcl)';
if (missing !== '' && process.env.CI) throw new Error(missing);

/** Runs a script from another folder than its own. */
function vivado(script: string, env: Readonly<Record<string, string>> = {}, design = folder) {
  const args = [stubs, join(design, 'vivado', script)];
  const { status, stdout, stderr } = spawnSync('tclsh', args, {
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const calls = [...stdout.matchAll(/^call: (.*)$/gm)].map(([, call]) => call!);
  return { status, calls, stdout, stderr };
}

/** Memory files that sources name, each beside the source that names it. */
function memoriesBeside(staged: string): string[] {
  const sources = readdirSync(staged).filter((name) => /\.s?v$/.test(name));
  return sources.flatMap((name) => {
    const text = readFileSync(join(staged, name), 'utf8');
    return [...text.matchAll(/readmemh\("([^"]*)"/g)].map(([, memory]) => memory!);
  });
}

describe.skipIf(missing !== '')(`the Vivado scripts ${missing}`, () => {
  test('make an IP whose files exist, with memories where the sources look for them', () => {
    const { status, calls, stderr } = vivado('package_ip.tcl');
    expect([status, stderr]).toEqual([0, '']);
    const files = manifest.rtl.length + 8 + manifest.memories.length;
    expect(calls).toEqual([
      'create_project -in_memory -part xczu7ev-ffvc1156-2-e',
      'ipx::create_xgui_files core',
      'ipx::update_checksums core',
      `ipx::check_integrity core ${2 * files + 1}`,
      'ipx::save_core core',
      `ipx::unload_core ${join(folder, 'vivado/ip/component.xml')}`,
    ]);
    const staged = join(folder, 'vivado/ip/rtl');
    const named = memoriesBeside(staged);
    expect(named.length).toBe(manifest.memories.length);
    for (const name of named) expect([name, dirname(name), existsSync(join(staged, name))]).toEqual([name, '.', true]);
  });

  test('fail where Vivado finds something wrong with the IP', () => {
    const wrong = vivado('package_ip.tcl', { STUB_MESSAGES: '2' });
    expect([wrong.status, wrong.stderr]).toEqual([1, 'messages of severity ERROR must be 0, not 2\n']);
    const other = vivado('package_ip.tcl', { STUB_VLNV: 'a:b:c:1.0' });
    expect(other.status).toBe(1);
    expect(other.stderr).toContain('component.xml must describe dendra:generated:tiny_net:1.0, not a:b:c:1.0');
  });

  test('implement the wrapper out of context, with reports', () => {
    const { status, calls, stdout, stderr } = vivado('ooc.tcl');
    expect([status, stderr]).toEqual([0, '']);
    expect(calls).toEqual([
      'create_project -in_memory -part xczu7ev-ffvc1156-2-e',
      'set_msg_config -id {Synth 8-4445} -new_severity ERROR',
      'set_msg_config -id {Vivado 12-4739} -new_severity ERROR',
      `read_verilog -sv ${manifest.rtl.length + 7} .sv`,
      'read_verilog 1 .v',
      `read_mem ${manifest.memories.length}`,
      'read_xdc -mode out_of_context tiny_net_ooc.xdc',
      'create_clock -name aclk -period 3.333 port:aclk',
      'read_xdc tiny_net.xdc',
      'set_false_path -to {pin:sync_q_reg[0]/D}',
      'synth_design -top tiny_net_ip -part xczu7ev-ffvc1156-2-e -mode out_of_context',
      'report_utilization -hierarchical -file utilization_synth.rpt',
      'opt_design',
      'place_design',
      'phys_opt_design',
      'route_design',
      'write_checkpoint -force tiny_net_routed.dcp',
      'report_timing_summary -file timing.rpt',
      'report_utilization -hierarchical -file utilization.rpt',
      'report_power -file power.rpt',
    ]);
    expect(stdout).toContain('setup: worst slack 0.25 ns\nhold: worst slack 0.012 ns\n');
  });

  test('leave out the models of cells, which Vivado has itself', () => {
    expect(explicit.manifest.rtl).toContain('sim/DSP48E2.sv');
    for (const [script, copies] of [
      ['package_ip.tcl', 'vivado/ip'],
      ['ooc.tcl', 'vivado/ooc'],
    ] as const) {
      expect(vivado(script, {}, explicit.folder)).toMatchObject({ status: 0, stderr: '' });
      expect(existsSync(join(explicit.folder, copies, 'rtl/dendra_dsp_mul.sv'))).toBe(true);
      expect(existsSync(join(explicit.folder, copies, 'sim'))).toBe(false);
    }
  });

  test('take another part from the environment, and fail on negative slack', () => {
    const { status, calls, stderr } = vivado('ooc.tcl', { PART: 'xck26-sfvc784-2LV-c', STUB_SLACK: '-0.031' });
    expect([status, stderr]).toEqual([1, 'setup slack must be 0 ns or more, not -0.031 ns\n']);
    expect(calls[0]).toBe('create_project -in_memory -part xck26-sfvc784-2LV-c');
  });

  test('fail where a memory file is missing', () => {
    const gone = manifest.memories[0]!;
    rmSync(join(folder, gone));
    const { status, stderr } = vivado('package_ip.tcl');
    expect(status).toBe(1);
    expect(stderr).toContain(
      `component.xml must name a file, not ${join(folder, 'vivado/ip', gone.replace('mem/', 'rtl/'))}`,
    );
  });
});
