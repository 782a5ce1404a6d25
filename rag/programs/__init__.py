"""For programs of others: a Pressroom over open protocols.

``tools`` serves the Model Context Protocol, ``chat`` the chat completions of OpenAI's API; what
both of them and the page offer beyond `Pressroom` itself stands in ``pages``.
"""
