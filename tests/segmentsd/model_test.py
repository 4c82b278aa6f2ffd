import unittest

import model


class ShortModelTest(model.ModelTest):
    """A test for each seed, since each begins with an empty database."""


def add(seed):
    setattr(ShortModelTest, f"test_seed_{seed}", lambda self: self.walk(seed, 80))


for number in range(6):
    add(number)

if __name__ == "__main__":
    unittest.main()
