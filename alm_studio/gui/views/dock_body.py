"""How a dock around a list is laid out: what is shown, the list, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from alm_studio.gui import theme


def dock_body(top: Sequence[QWidget], view: QWidget, keys: Sequence[QToolButton], width: int) -> QWidget:
    """A bar, the view and a row of buttons under each other; the first widget of the bar takes its room.

    Args:
        width: the least, px.
    """
    bar = QHBoxLayout()
    bar.setContentsMargins(12, 6, 8, 6)
    for number, widget in enumerate(top):
        bar.addWidget(widget, 0 if number else 1)
    row = QHBoxLayout()
    row.setContentsMargins(8, 6, 8, 6)
    row.setSpacing(4)
    for key in keys:
        key.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row.addWidget(key)
    row.addStretch(1)
    body = QWidget()
    body.setMinimumWidth(width)
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(bar)
    column.addWidget(view, 1)
    column.addLayout(row)
    return body


def action_button(action: QAction) -> QToolButton:
    """A flat button for an action."""
    button = _flat_button()
    button.setDefaultAction(action)
    return button


def icon_button(text: str, icon: str, tip: str = "") -> QToolButton:
    """A flat button with an icon; without a ``tip`` its text is the tip."""
    button = _flat_button()
    button.setIcon(theme.icon(icon))
    button.setText(text)
    button.setToolTip(tip or text)
    button.setAccessibleName(text)
    return button


def _flat_button() -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(18, 18))
    button.setAutoRaise(True)
    return button
