"""A small lesson's file, whole or with something in it broken."""

from pathlib import Path

LESSON = """
languages = ["en"]
recipe = "dense-128"
settings = { epochs = 3 }
title = { en = "Our class" }
summary = { en = "A lesson of ours." }

[[steps]]
id = "look"
title = { en = "Look" }
text = { en = "A picture is **28×28** numbers." }
code = '''
x_train[7]
'''
show = { kind = "one_hot", part = "train", image = 7 }
task = { en = "Find a 3." }
link = { page = "data", dataset = "mnist", image = 7 }

[[steps]]
id = "fit"
title = { en = "Train" }
text = { en = "Now it learns." }
show = { kind = "fit", settings = { hidden = "256-64" } }
link = { page = "train", recipe = "dense-128", epochs = 3, lock = "epochs" }
"""


def write_lesson(folder: Path, old: str = "", new: str = "", name: str = "our-class.toml") -> Path:
    """Write the lesson, with one piece of its text replaced by another."""
    assert old in LESSON, old
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(LESSON.replace(old, new, 1) if old else LESSON, encoding="utf-8")
    return path
