"""A process that keeps verdicts: `python -m tests.feedback.keeper VISITOR COUNT` prints the id of each that is kept."""

import sys

import feedback
from base.errors import TooManyVerdictsError
from tests.feedback.samples import verdict


def main() -> None:
    """Agree, and keep as many as asked, or as may be."""
    visitor, count = sys.argv[1], int(sys.argv[2])
    feedback.agree(visitor)
    for _ in range(count):
        try:
            print(feedback.keep(visitor, verdict()), flush=True)
        except TooManyVerdictsError:
            print("enough", flush=True)
            break


if __name__ == "__main__":
    main()
