"""Evaluation: a test collection comes in, figures that can be believed go out.

``collection`` reads questions with their evidence, ``running`` asks them of a Pressroom and of
the ``baselines``, ``runs`` keeps what came out, ``scoring`` makes ``figures`` of it by the
``measures`` of the field (``relevance`` says what counts as found), and ``report``, ``comparing``
and ``gate`` say what they mean.
"""
