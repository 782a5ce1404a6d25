"""Answering: a question and hits come in, text with markers and citations goes out.

``evidence`` weighs the sentences of hits, ``extractive`` quotes those that answer, and
``generated`` lets a chat model write over the same hits.
"""
