"""What the tests of the command share: running it, and files for it."""
import os
import pathlib
import subprocess
import tempfile
import unittest

TAMIS = os.environ["TAMIS"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]


def environment(**changes):
    """A known environment: no colour by accident, and symbols of UTF-8."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TERM", "COLUMNS")}
    return {**kept, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **changes}


class CommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def tamis(self, *arguments, status=0, input="", env=None, **options):
        """Runs the command in the test's folder and checks its exit status."""
        done = subprocess.run(
            [TAMIS, *arguments], input=input if isinstance(input, bytes) else input.encode(),
            capture_output=True, cwd=self.folder, env=env or environment(), timeout=120, **options)
        done.out = done.stdout.decode()
        done.err = done.stderr.decode()
        self.assertEqual(done.returncode, status,
                         f"{arguments}\nstdout: {done.out}\nstderr: {done.err}")
        return done
