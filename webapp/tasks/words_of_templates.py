"""What the templates of forms and tasks may call; macros see the environment's globals only."""

from __future__ import annotations

from flask.blueprints import BlueprintSetupState

from .attachments import attachment_url, previewed_as
from .presets import presets_of
from .progress import progress_words


def lend(state: BlueprintSetupState) -> None:
    """Give the application's templates these functions when the blueprint is registered."""
    state.app.jinja_env.globals.update(
        attachment_url=attachment_url,
        presets_of=presets_of,
        previewed_as=previewed_as,
        progress_words=progress_words,
    )
