"""The environments of Tests/Clients, for programs that need a package."""

import os
import subprocess

from tester import holds


def python_of(world, packages):
    """The Python of an environment with the packages of Tests/Clients/requirements."""
    setup = os.path.join(world.root, "Tests", "Clients", "setup.sh")
    done = subprocess.run([setup, packages], check=False, capture_output=True, text=True)
    holds(done.returncode == 0, f"the packages of {packages} can't be had: {done.stderr}")
    return os.path.join(done.stdout.strip(), "bin", "python")
