"""How many may be connected."""

import subprocess
import sys

import pytest

AS_MANY = """
import resource
from samhandling.server.network import allow_connections

_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (128, hard))
allow_connections()
print(*resource.getrlimit(resource.RLIMIT_NOFILE), resource.RLIM_INFINITY)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="knows no such limit")
def test_as_many_connections_as_the_system_allows() -> None:
    run = subprocess.run([sys.executable, "-c", AS_MANY], capture_output=True, text=True, check=True)
    soft, hard, infinite = map(int, run.stdout.split())
    assert soft == hard or (hard == infinite and soft >= 10_240)
    assert soft > 128
