"""The municipality's logo, as it stands at the top of the first page."""

from __future__ import annotations

from functools import lru_cache

from indplan_docs.profile import Logo
from indplan_docs.profile.logo import pixels, read_logo
from indplan_docs.profile.model import LOGO_WIDTH
from indplan_docs.word.pictures import Picture


def letterhead_logo(logo: Logo) -> Picture:
    """The picture of a logo: as high as the profile says, or lower if it would be too wide.

    Raises:
        ConfigurationError: The file is not there, or is no picture that can be shown.
    """
    return _picture(read_logo(logo.file), logo.description, logo.height)


@lru_cache(maxsize=16)
def _picture(content: bytes, description: str, height: float) -> Picture:
    across, down = pixels(content)
    return Picture(content, description, height=min(height, LOGO_WIDTH * down / across))
