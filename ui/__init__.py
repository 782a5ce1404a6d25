"""The web page: records become escaped HTML here, and Gradio lays it out.

`page` arranges the parts, one tab a module in `tabs`, and these alone know Gradio; `serving` puts
the page on the network; the others turn values into HTML and touch nothing else. Every word that
comes from a document, a question, a file name or a model passes through `markup`.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio when it is imported
