"""The command `dask`, which ends with whoever started it: standard input is a line to them."""

import os
import runpy
import signal
import threading


def main() -> None:
    """Do what the command line says, until told to end or until the line is cut."""
    threading.Thread(target=_end_with_them, daemon=True).start()
    runpy.run_module("dask", run_name="__main__", alter_sys=True)


def _end_with_them() -> None:
    """The kernel closes the line however they end."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
