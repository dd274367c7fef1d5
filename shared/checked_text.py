"""Text fields of pydantic models that are read by a function of ours and kept in canonical form.

Modules that offer such a type do not import pydantic themselves: rules use them without its start-up cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.errors import InvalidInput

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True)
class CheckedText:
    """Annotates a `str` field: `read` gives its canonical text or raises InvalidInput.

    The model's ValidationError carries the refusal's code as `type` and its French sentence as `msg`.
    """

    read: Callable[[str], str]
    description: str
    examples: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # imported only where a model is built

        return core_schema.no_info_after_validator_function(self._canonical, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(core) | {"description": self.description, "examples": list(self.examples)}

    def _canonical(self, text: str) -> str:
        from pydantic_core import PydanticCustomError

        try:
            return self.read(text)
        except InvalidInput as wrong:
            # A plain ValueError would reach the person as «Value error, …».
            raise PydanticCustomError(wrong.stable_code, "{sentence}", {"sentence": wrong.message}) from wrong
