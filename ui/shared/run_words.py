"""Texts about a training run: state, progress, curves, ending."""

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
# The smallest gap between training and test accuracy that is mentioned.
GAP = 0.01


def is_active(run: RunSnapshot | None) -> bool:
    """Return whether a run is waiting or running."""
    return run is not None and run.state in ACTIVE


def state_badge(run: RunSnapshot, is_ready: bool) -> tuple[str, str, BadgeColor]:
    """Return the state's word, icon and colour for `st.badge`.

    Args:
        run: the run.
        is_ready: whether the trainer has started; before that, runs do not wait for others.
    """
    if _is_starting(run, is_ready):
        return _("starting"), ":material/hourglass_top:", "gray"
    return _badges()[run.state]


def state_word(run_state: RunState) -> str:
    """Return a state's word, e.g. "done"."""
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
    """Return a run's progress: "epoch 3 of 5 · 4 s left"; arguments as in `state_badge`."""
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
    position_text = _("number {position} in the queue").format(position=run.position)
    if run.wait_s is None:
        return position_text
    return position_text + " · " + _("starts in about {time}").format(time=seconds_text(run.wait_s))


def _is_starting(run: RunSnapshot, is_ready: bool) -> bool:
    first_in_line = run.state is RunState.QUEUED and run.position <= 1 and not is_ready
    return first_in_line or (run.state is RunState.RUNNING and run.epoch == 0)


def timing_text(timing: Timing) -> str:
    """Return a training's estimated duration with its basis: "took 5 s here"."""
    words = {
        Source.SAME_RECIPE: _("took {time} here"),
        Source.OTHER_RECIPES: _("about {time} here"),
        Source.CALCULATED: _("at least {time}"),
    }
    return words[timing.source].format(time=seconds_text(timing.seconds))


def progress(run: RunSnapshot) -> float:
    """Return a run's finished share, 0.0 to 1.0, including the current epoch's."""
    if run.state is RunState.DONE:
        return 1.0
    done = max(run.epoch - 1, 0) + run.epoch_fraction
    return min(max(done / run.recipe.epochs, 0.0), 1.0)


def latest_figures(history: History) -> str:
    """Return the last epoch's figures in one sentence; "" before the first one ended."""
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
    """Return a caveat about the validation curve; "" for none."""
    if recipe.validation != "test":
        return ""
    return _("Validation uses the test set here: a trap, because no honest test is left.")


def gap_sentence(result: TrainingResult) -> str:
    """Describe the gap between training and test; "" without a finished epoch."""
    if not result.kept_epoch:
        return ""
    trained = result.history["accuracy"][result.kept_epoch - 1]
    return gap_text(trained, result.test_accuracy, has_dropout=bool(result.recipe.dropout), decimals=2)


def gap_text(trained: float, tested: float, *, has_dropout: bool, decimals: int = 1) -> str:
    """Like `gap_sentence`, for a training accuracy, 0.0 to 1.0, measured during training, and the test accuracy."""
    if has_dropout:
        better = _("Training {trained}, test {tested}: dropout makes the training harder than the test.")
    else:
        better = _("Training {trained}, test {tested}: the first was measured while it was still learning.")
    return _gap(trained, tested, better, decimals)


def measured_gap_text(trained: float, tested: float) -> str:
    """Like `gap_text`, for accuracies both measured after training."""
    return _gap(trained, tested, _("Training {trained}, test {tested}: the test has the easier pictures."), decimals=2)


def _gap(trained: float, tested: float, better: str, decimals: int) -> str:
    """Return the sentence for the gap; `better` if the test accuracy is higher."""
    if trained - tested > GAP:
        text = _(
            "Training {trained}, test {tested}: it knows its own pictures better than new ones. That is overfitting."
        )
    elif tested - trained <= GAP:
        text = _("Training {trained}, test {tested}: close together, so it has not learnt by heart.")
    else:
        text = better
    return text.format(trained=percent_text(trained, decimals), tested=percent_text(tested, decimals))


def ending_sentence(result: TrainingResult) -> str:
    """Return why a training ended early, and which epoch's network was kept; "" for a complete one."""
    epochs = len(result.history.get("loss", ()))
    text = {
        Ending.COMPLETE: "",
        Ending.STOPPED: _("You stopped it after epoch {epochs}.") if epochs else _("It stopped before epoch 1 ended."),
        Ending.EARLY: _("It stopped by itself after epoch {epochs}: validation no longer got better."),
        Ending.DIVERGED: _("It was stopped in epoch {epochs}: the loss is no longer a number."),
    }[result.ending].format(epochs=epochs)
    return " ".join(part for part in (text, _best_epoch_sentence(result, epochs)) if part)


def _best_epoch_sentence(result: TrainingResult, epochs: int) -> str:
    if result.kept_epoch in (0, epochs):
        return ""
    return _("The best epoch, {epoch}, was kept.").format(epoch=result.kept_epoch)


def interruption_sentence(run: RunSnapshot) -> str:
    """Describe an interrupted run, and what its visitor can do."""
    done = len(run.history.get("loss", ()))
    if done:
        return _("It was interrupted after epoch {epoch}; what it had learnt by then is kept.").format(epoch=done)
    return _("It was interrupted before the first epoch ended.")


def origin_sentences(run: RunSnapshot | None, recipe: Recipe | None) -> list[str]:
    """Describe a training's starting model, its requested learning rate, and its effect on own drawings."""
    sentences = []
    if recipe and recipe.start:
        sentences.append(_("It continues from “{model}”.").format(model=start_name(recipe)))
    if run and run.asked_rate and run.state in ACTIVE and run.asked_rate != run.history.get("learning_rate", [0])[-1]:
        sentences.append(
            _("From the next epoch on, the learning rate is {rate}.").format(rate=number_text(run.asked_rate))
        )
    if run and run.result and run.result.drawn_count:
        sentences.append(_drawn_sentence(run.result))
    return sentences


def _drawn_sentence(result: TrainingResult) -> str:
    """Compare the accuracy on held-out own drawings before and after the training."""
    count = result.drawn_count
    return _(
        "Your held-out drawings it gets right: {before} of {count} before training, {after} of {count} now."
    ).format(count=count, before=round(result.drawn_before * count), after=round(result.drawn_after * count))
