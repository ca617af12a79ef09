"""The fonts for Chinese letters: that of the package, else one of Debian's."""

from functools import cache
from pathlib import Path
from typing import Final

# Debian's fonts-noto-cjk and fonts-wqy-microhei, for who installs without the font package.
DEBIAN: Final = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
)


def fonts() -> tuple[Path, ...]:
    """Where a font may be, the best place first."""
    try:
        from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415 - only where it is installed
    except ImportError:
        return DEBIAN
    return (sans_path(), *DEBIAN)


@cache
def families(paths: tuple[Path, ...]) -> tuple[str, ...]:
    """What matplotlib calls the first of these fonts that is there; none where none is."""
    from matplotlib import font_manager  # noqa: PLC0415 - matplotlib is for a worker only

    known = font_manager.fontManager
    for path in paths:
        if path.is_file():
            known.addfont(path)
            return (font_manager.get_font(path).family_name,)
    return ()
