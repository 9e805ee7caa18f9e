"""What a process must have in common with another one for both to find the same figures."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("kiwipiepy", "kiwipiepy_model", "numpy", "scipy", "sentence-transformers", "torch")
CODE = Path(__file__).parent


@cache
def fingerprint() -> str:
    """32 hex digits: this package's code and tables, the libraries that make figures, and the
    kind of processor their sums are written for, which may add in another order.

    Numbers of versions would not do: between two releases the code changes and they do not.
    """
    said = blake2b(digest_size=16)
    for file in sorted(CODE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            said.update(str(file.relative_to(CODE)).encode() + b"\0")
            said.update(blake2b(file.read_bytes()).digest())
    said.update(" ".join([*map(_version, LIBRARIES), *_processors()]).encode())
    return said.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def _processors() -> list[str]:
    """What the libraries of linear algebra took this machine for: SkylakeX, Haswell, ..."""
    import numpy as np  # noqa: F401  loaded, so that its library is among them
    from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

    found = {info.get("architecture") for info in threadpool_info()}
    return sorted(kind for kind in found if kind)
