"""Where something was measured, in a line: the machine's size and the versions that matter."""

import platform
from importlib.metadata import PackageNotFoundError, version

import psutil

LIBRARIES = ("kiwipiepy", "numpy", "scikit-learn", "bertopic", "umap-learn", "hdbscan")


def machine() -> str:
    """`2 cores, 24 GiB, Python 3.11.7, kiwipiepy 0.24.1, ...`."""
    memory = psutil.virtual_memory().total / 2**30
    size = f"{psutil.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"
    versions = [f"{name} {_version(name)}" for name in LIBRARIES if _version(name)]
    return ", ".join([size, *versions])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
