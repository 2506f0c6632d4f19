"""A training run in words: its state, its progress, what its curves say, how it ended."""

from typing import Literal

from training.estimates import Source, Timing
from training.recipe.recipes import Recipe
from training.results import Ending, History, TrainingResult
from training.runs.record import RunSnapshot
from training.runs.states import ACTIVE, RunState
from ui.language import gettext as _
from ui.shared.recipe_words import number_text, percent_text, seconds_text
from ui.shared.starting_model import start_name

BadgeColor = Literal["gray", "primary", "orange"]
# A gap of a percentage point between training and test is worth a word.
GAP = 0.01


def is_active(run: RunSnapshot | None) -> bool:
    """Whether a run is still going, or waiting to."""
    return run is not None and run.state in ACTIVE


def state_badge(run: RunSnapshot, is_ready: bool) -> tuple[str, str, BadgeColor]:
    """The state's word, icon and colour for `st.badge`.

    Args:
        run: the run.
        is_ready: whether the trainer has started; before that, nobody has to wait for others.
    """
    if _is_starting(run, is_ready):
        return _("starting"), ":material/hourglass_top:", "gray"
    return _badges()[run.state]


def state_word(run_state: RunState) -> str:
    """A state in one word, e.g. "done"."""
    return _badges()[run_state][0]


def _badges() -> dict[RunState, tuple[str, str, BadgeColor]]:
    return {
        RunState.QUEUED: (_("queued"), ":material/hourglass_empty:", "gray"),
        RunState.RUNNING: (_("running"), ":material/model_training:", "primary"),
        RunState.STOPPING: (_("stopping"), ":material/stop_circle:", "orange"),
        RunState.DONE: (_("done"), ":material/check:", "primary"),
        RunState.PAUSED: (_("paused"), ":material/pause_circle:", "orange"),
        RunState.STOPPED: (_("stopped"), ":material/stop:", "orange"),
        RunState.FAILED: (_("failed"), ":material/error:", "orange"),
        RunState.LOST: (_("interrupted"), ":material/power_off:", "orange"),
    }


def progress_text(run: RunSnapshot, is_ready: bool) -> str:
    """Where a run is, beside its state: "epoch 3 of 5 · 4 s left"; arguments as in `state_badge`."""
    if _is_starting(run, is_ready):
        return _("TensorFlow is loading") if not is_ready else _("the network is being built")
    if run.state is RunState.QUEUED:
        return _queue_text(run)
    if run.state is RunState.FAILED or not run.epoch:
        return ""
    epochs = _("epoch {epoch} of {epochs}").format(epoch=run.epoch, epochs=run.recipe.epochs)
    if run.state is RunState.RUNNING and run.seconds_left is not None:
        return epochs + " · " + _("{time} left").format(time=seconds_text(run.seconds_left))
    return epochs


def _queue_text(run: RunSnapshot) -> str:
    place = _("number {position} in the queue").format(position=run.position)
    if run.wait_s is None:
        return place
    return place + " · " + _("starts in about {time}").format(time=seconds_text(run.wait_s))


def _is_starting(run: RunSnapshot, is_ready: bool) -> bool:
    first_in_line = run.state is RunState.QUEUED and run.position <= 1 and not is_ready
    return first_in_line or (run.state is RunState.RUNNING and run.epoch == 0)


def timing_text(timing: Timing) -> str:
    """About how long a training will take, and how that is known: "took 5 s here"."""
    words = {
        Source.SAME_RECIPE: _("took {time} here"),
        Source.OTHER_RECIPES: _("about {time} here"),
        Source.CALCULATED: _("at least {time}"),
    }
    return words[timing.source].format(time=seconds_text(timing.seconds))


def progress(run: RunSnapshot) -> float:
    """How much of a run was trained, 0.0 to 1.0, the epoch under way included; a stopped one stays where it was."""
    if run.state is RunState.DONE:
        return 1.0
    done = max(run.epoch - 1, 0) + run.epoch_fraction
    return min(max(done / run.recipe.epochs, 0.0), 1.0)


def latest_figures(history: History) -> str:
    """The last epoch's figures in one sentence; "" before the first has ended."""
    if not history.get("loss"):
        return ""
    figures = {
        "epoch": len(history["loss"]),
        "loss": f"{history['loss'][-1]:.3f}",
        "accuracy": percent_text(history["accuracy"][-1]),
    }
    if not history.get("val_loss"):
        return _("Epoch {epoch}: training loss {loss}, accuracy {accuracy}.").format(**figures)
    return _(
        "Epoch {epoch}: training loss {loss}, accuracy {accuracy}; validation loss {val_loss}, accuracy {val_accuracy}."
    ).format(
        **figures,
        val_loss=f"{history['val_loss'][-1]:.3f}",
        val_accuracy=percent_text(history["val_accuracy"][-1]),
    )


def validation_sentence(recipe: Recipe) -> str:
    """What to know of a validation curve before one believes it; "" where there is nothing."""
    if recipe.validation != "test":
        return ""
    return _("Validation uses the test set here: a trap, because no honest test is left.")


def gap_sentence(result: TrainingResult) -> str:
    """How far training and test are apart, and what that is called; "" where not one epoch was finished."""
    if not result.kept_epoch:
        return ""
    trained = result.history["accuracy"][result.kept_epoch - 1]
    return gap_text(trained, result.test_accuracy, has_dropout=bool(result.recipe.dropout), decimals=2)


def gap_text(trained: float, tested: float, *, has_dropout: bool, decimals: int = 1) -> str:
    """As `gap_sentence`, of an accuracy, 0.0 to 1.0, that was taken while training, and that on the test images."""
    if has_dropout:
        better = _("Training {trained}, test {tested}: dropout makes the training harder than the test.")
    else:
        better = _("Training {trained}, test {tested}: the first was measured while it was still learning.")
    return _gap(trained, tested, better, decimals)


def measured_gap_text(trained: float, tested: float) -> str:
    """As `gap_text`, of a network that has ended its training and was then asked about both."""
    return _gap(trained, tested, _("Training {trained}, test {tested}: the test has the easier pictures."), decimals=2)


def _gap(trained: float, tested: float, better: str, decimals: int) -> str:
    """The sentence; `better` where the test is."""
    if trained - tested > GAP:
        told = _(
            "Training {trained}, test {tested}: it knows its own pictures better than new ones. That is overfitting."
        )
    elif tested - trained <= GAP:
        told = _("Training {trained}, test {tested}: close together, so it has not learnt by heart.")
    else:
        told = better
    return told.format(trained=percent_text(trained, decimals), tested=percent_text(tested, decimals))


def ending_sentence(result: TrainingResult) -> str:
    """Why a training ended before its time, and what was kept of it; "" where all went as it should."""
    epochs = len(result.history.get("loss", ()))
    told = {
        Ending.COMPLETE: "",
        Ending.STOPPED: _("You stopped it after epoch {epochs}.") if epochs else _("It stopped before epoch 1 ended."),
        Ending.EARLY: _("It stopped by itself after epoch {epochs}: validation no longer got better."),
        Ending.DIVERGED: _("It was stopped in epoch {epochs}: the loss is no longer a number."),
    }[result.ending].format(epochs=epochs)
    return " ".join(part for part in (told, _kept_sentence(result, epochs)) if part)


def _kept_sentence(result: TrainingResult, epochs: int) -> str:
    if result.kept_epoch in (0, epochs):
        return ""
    return _("The best epoch, {epoch}, was kept.").format(epoch=result.kept_epoch)


def interruption_sentence(run: RunSnapshot) -> str:
    """What is left of a run that was interrupted, and what its visitor can do."""
    done = len(run.history.get("loss", ()))
    if done:
        return _("It was interrupted after epoch {epoch}; what it had learnt by then is kept.").format(epoch=done)
    return _("It was interrupted before the first epoch ended.")


def origin_sentences(run: RunSnapshot | None, recipe: Recipe | None) -> list[str]:
    """What a training went on from, of which run it is another try, and what it did for the visitor's own drawings."""
    told = []
    if recipe and recipe.start:
        told.append(_("It continues from “{model}”.").format(model=start_name(recipe)))
    if run and run.asked_rate and run.state in ACTIVE and run.asked_rate != run.history.get("learning_rate", [0])[-1]:
        told.append(_("From the next epoch on, the learning rate is {rate}.").format(rate=number_text(run.asked_rate)))
    if run and run.result and run.result.drawn_count:
        told.append(_drawn_sentence(run.result))
    return told


def _drawn_sentence(result: TrainingResult) -> str:
    """How many of the held-out own drawings are read right, before and after."""
    count = result.drawn_count
    return _(
        "Your held-out drawings it gets right: {before} of {count} before training, {after} of {count} now."
    ).format(count=count, before=round(result.drawn_before * count), after=round(result.drawn_after * count))
