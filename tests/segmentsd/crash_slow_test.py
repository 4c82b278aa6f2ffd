import unittest

import crash


class LongCrashTest(crash.CrashTest):
    def test_kill(self):
        print(self.crash(200), "acknowledged writes")


class LongImportCrashTest(crash.ImportCrashTest):
    def test_kill(self):
        self.crash_imports(15)


if __name__ == "__main__":
    unittest.main()
