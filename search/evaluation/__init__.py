"""How good the search is, as figures: question sets, measures, other engines beside ours."""
