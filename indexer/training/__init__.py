"""Fitting the models: the trees of dedupe and the tagger of references. An optional extra (``eaci[training]``)."""
