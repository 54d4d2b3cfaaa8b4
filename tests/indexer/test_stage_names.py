"""Names of stages, and what a rebuild puts on which list (catalogue.stage_names, indexer.pipeline)."""

from __future__ import annotations

from typing import get_args

from catalogue.stage_names import ASIDE_NAMES, FIRST_STAGE, PARTED, PUBLISH, ListName, StageName
from indexer.pipeline import STAGES


def test_the_stages_run_in_the_order_of_their_names():
    assert tuple(stage.name for stage in STAGES) == get_args(StageName)
    assert STAGES[0].name == FIRST_STAGE


def test_lists_and_asides_add_one_name_each_that_is_no_stage():
    assert set(get_args(ListName)) - set(get_args(StageName)) == {PARTED}
    assert set(ASIDE_NAMES) - set(get_args(StageName)) == {PUBLISH}


def test_a_rebuild_asks_each_stage_but_those_that_enter_keys():
    without = {stage.name for stage in STAGES if not stage.everything}
    assert without == {"record-keys", "reference-keys", "work-keys", "person-keys"}
