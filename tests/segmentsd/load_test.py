import unittest

import load


class ShortLoadTest(load.LoadTest):
    def test_load(self):
        print(self.load(2), "rounds")


if __name__ == "__main__":
    unittest.main()
