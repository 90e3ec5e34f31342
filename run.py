#!/usr/bin/env python3
"""The one entry: `python3 run.py` sets up what is missing and serves; `python3 run.py --help` lists the rest.

Standard library only, and plain enough for an old Python to read as far as asking for a newer one.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)


def go_on_with_a_newer_python():
    """Some systems keep an old `python3` for themselves and the newer one beside it under its full name."""
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer] + sys.argv)
    sys.exit(
        f"需要 Python 3.11 或更新版本，当前为 {sys.version.split()[0]}。\n"
        f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}."
    )


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        go_on_with_a_newer_python()
    from commands.bootstrap.launch import main

    sys.exit(main(sys.argv[1:]))
