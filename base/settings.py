"""One table of settings: name, default, help. Each is read from the environment as `DIGITLAB_<NAME>`."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Size limit of a visitor's picture, in bytes.
MAX_PICTURE_BYTES = 20 * 2**20


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        name: without the prefix, in lower case; the variable is `DIGITLAB_` and the name in upper case.
        default: the value if the variable is absent or empty.
        help: one sentence for the README's table.
    """

    name: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        """The environment variable's name."""
        return f"DIGITLAB_{self.name.upper()}"


SETTINGS = (
    Setting("recognizer", "", "Address of a recognizer to use, e.g. http://10.0.0.5:8600; empty: one of our own."),
    Setting("scheduler", "", "Address of a Dask scheduler, e.g. tcp://10.0.0.5:8786; empty: one of our own."),
    Setting(
        "store",
        str(ROOT / "var" / "models"),
        "Where saved models are kept: a folder, or a URL such as s3://bucket/models.",
    ),
    Setting(
        "model", "digits-cnn", "The model that pages, REST and the command line read with unless told otherwise: an id."
    ),
    Setting(
        "database",
        f"sqlite:///{(ROOT / 'var' / 'digitlab.db').as_posix()}",
        "Where verdicts and progress in lessons are kept: any SQLAlchemy URL; empty: var/digitlab.db.",
    ),
    Setting("lessons", "", "A folder with lessons of your own, *.toml (docs/lessons.md); empty: none."),
    Setting("runs", str(ROOT / "var" / "runs"), "Where training runs are kept: a folder."),
    Setting("secret", "", "What visitors' cookies are signed with, any long text; empty: var/secret.key, made once."),
    Setting(
        "origins",
        "",
        "Origins at which browsers reach this server through a proxy that does not say so, e.g. https://lab.example; "
        "several with commas (docs/deploy.md).",
    ),
    Setting(
        "proxies",
        "127.0.0.1,::1",
        "Proxies whose X-Forwarded-Host and X-Forwarded-Proto are trusted: addresses or networks, with commas; "
        "empty: this machine's.",
    ),
    Setting(
        "hosts",
        "",
        "Names and addresses that the server answers to, with commas, e.g. lab.example,192.168.1.5; empty: any.",
    ),
    Setting("embedders", "", "Origins whose pages may show Digit Lab in a frame, with commas; empty: its own alone."),
    Setting("data", str(ROOT / "image_data" / "files"), "The folder that holds the data sets' .npz files."),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def get(name: str) -> str:
    """Return a setting's value, read at each call.

    Raises:
        KeyError: there is no setting of this name.
    """
    setting = _BY_NAME[name]
    return os.environ.get(setting.variable) or setting.default
