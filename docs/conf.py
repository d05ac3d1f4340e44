"""How the documentation is built."""

from cosmodrome import __version__

project = "Cosmodrome"
author = "Cosmodrome contributors"
copyright = "Cosmodrome contributors, Apache-2.0"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_class_signature = "separated"
napoleon_google_docstring = False
napoleon_use_rtype = False

html_theme = "furo"
html_title = "Cosmodrome"
html_show_sphinx = False
