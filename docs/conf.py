"""How the documentation is built: one small site for each language, from the folder of that name."""

from __future__ import annotations

import sys
from pathlib import Path

from indplan_docs import __version__

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "extensions"))

project = "indplan_docs"
release = __version__
copyright = "The indplan_docs maintainers"  # noqa: A001 - the name that Sphinx asks for
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "myst_parser", "enacted", "catalogues"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "indplan_docs"
html_static_path = [str(HERE / "static")]
html_css_files = ["enacted.css"]
templates_path = [str(HERE / "templates")]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "languages.html",
        "sidebar/scroll-end.html",
    ]
}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
