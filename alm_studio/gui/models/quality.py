"""What the cues in view do against their style, as a list."""

from alm_studio.captions.document import Caption
from alm_studio.gui.models.breaches import describe
from alm_studio.gui.models.findings import FindingsModel


class QualityModel(FindingsModel):
    """Breaches in the order of the cues, each with its cue."""

    def caption(self, row: int) -> Caption:
        caption = super().caption(row)
        assert caption is not None
        return caption

    def reason(self, row: int) -> str:
        return describe(self.finding(row))

    def start(self, row: int) -> int:
        return self.caption(row).start
