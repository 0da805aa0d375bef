"""The steps of a batch: receive, stage, build, check, review, register."""
