// Finds a Python in which the tests can set up cocotb.
import { spawnSync } from 'node:child_process';

// Virtual environments need ensurepip, and simulators load the shared library of Python.
const script = `
import ctypes, ensurepip, os, sys, sysconfig
name = sysconfig.get_config_var("INSTSONAME")
path = os.path.join(sysconfig.get_config_var("LIBDIR"), name)
ctypes.CDLL(path if os.path.exists(path) else name)
print(sys.executable)
`;

/** Full path of the first Python 3 with venv and libpython, or nothing. */
export function findPython() {
  for (const program of ['python3', '/usr/bin/python3']) {
    const { status, stdout } = spawnSync(program, ['-c', script], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}
