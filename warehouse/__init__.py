"""Where records land: storage, loading, questions, exports.

`from warehouse import open_warehouse` opens a warehouse for research; see `warehouse.research`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.research import Research


def open_warehouse(address: str) -> Research:
    """Open a warehouse to read it with pandas.

    Args:
        address: A path, `sqlite:///PATH` or `postgresql://…`.

    Raises:
        WarehouseError: It is not there, or pandas is not installed.
    """
    # Imported here: `import warehouse` must stay light.
    from warehouse.research import Research

    return Research(address)
