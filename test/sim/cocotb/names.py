"""Prints as JSON the public names of cocotb's modules that a bench or a runner script imports from."""
import importlib
import inspect
import json
import sys
import types
import typing
import warnings

warnings.simplefilter("ignore")
# Modules of 1.9 and of 2.x; a version has not all of them.
modules = ["", ".binary", ".clock", ".decorators", ".handle", ".log", ".logging", ".queue", ".regression", ".result"]
modules += [".runner", ".simtime", ".task", ".triggers", ".types", ".utils"]
names = ["cocotb" + name for name in modules] + ["cocotb_tools.runner", "cocotb_tools.check_results"]


def own(module, name, value):
    """True where a module without __all__ means the name to be used: it is not merely what the module imports itself."""
    if name.startswith("_") or isinstance(value, (types.ModuleType, typing.TypeVar)):
        return False
    home = getattr(value, "__module__", None) or "builtins"
    if inspect.isclass(value) or inspect.isfunction(value):
        # A package gives names of its parts.
        return home.startswith(module.__name__) if hasattr(module, "__path__") else home == module.__name__
    return home == "builtins" or home.startswith("cocotb")


found = {}
for name in names:
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    public = getattr(module, "__all__", None)
    found[name] = sorted(public or (name for name, value in vars(module).items() if own(module, name, value)))
json.dump(found, sys.stdout)
