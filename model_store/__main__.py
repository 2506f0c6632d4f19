"""Manage saved models: `python -m model_store list | show | rename | delete | restore | verify | tidy`.

Prints one JSON object per line. Exit status: 0, or 1 if a model or the store is unusable. A deleted model can be
restored for a day; `list --deleted` shows those.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from base.errors import DigitLabError
from model_store.card import ModelCard
from model_store.changes import delete_model, rename_model, restore_model
from model_store.store import all_saved_cards, get_card, is_shipped, list_cards, read_model
from model_store.tidy import tidy


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    options = _parser().parse_args(arguments)
    status = 0
    try:
        for line in options.run(options):
            status = 1 if "error" in line else status
            print(json.dumps(line, ensure_ascii=False), flush=True)
    except DigitLabError as error:
        print(error, file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m model_store", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="a line a model: id, name, figures, who and when")
    listing.add_argument("--deleted", action="store_true", help="those that can still be restored")
    listing.set_defaults(run=_list)
    for name, run, words in (
        ("show", _show, "a model's whole card"),
        ("rename", _rename, "give a saved model another name"),
        ("delete", _delete, "take a saved model out of all lists"),
        ("restore", _restore, "undo a deletion"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("model", metavar="ID")
        command.set_defaults(run=run)
        if name == "rename":
            command.add_argument("name", metavar="NAME")
    verifying = commands.add_parser("verify", help="compare each model's file with the digest on its card")
    verifying.add_argument("models", nargs="*", metavar="ID", help="these only")
    verifying.set_defaults(run=_verify)
    commands.add_parser("tidy", help="remove what was deleted or left behind long enough ago").set_defaults(run=_tidy)
    return parser


def _list(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    cards = [card for card in all_saved_cards() if card.deleted] if options.deleted else list_cards()
    for card in cards:
        yield _short(card)


def _show(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    yield dataclasses.asdict(get_card(options.model))


def _rename(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    yield _short(rename_model(options.model, options.name, None))


def _delete(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    yield _short(delete_model(options.model, None))


def _restore(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    yield _short(restore_model(options.model, None))


def _verify(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    for model in options.models or [card.id for card in list_cards()]:
        try:
            yield {"id": model, "size": len(read_model(model)), "sha256": get_card(model).sha256}
        except DigitLabError as error:
            yield {"id": model, "error": str(error)}


def _tidy(_options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    for path in tidy():
        yield {"removed": path}


def _short(card: ModelCard) -> dict[str, Any]:
    names = ("id", "name", "dataset", "parameters", "test_accuracy", "author", "owner", "created", "deleted", "sha256")
    return {name: getattr(card, name) for name in names} | {"shipped": is_shipped(card.id)}


if __name__ == "__main__":
    sys.exit(main())
