"""The layers of templates: the pack, the region, the municipality, the unit. The nearest that has the file serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indplan_docs.catalogue.folder import own_template, refuse_misspelt
from indplan_docs.catalogue.shipped import pack
from indplan_docs.catalogue.template import Template
from indplan_docs.errors import TemplateFault
from indplan_docs.language import Framework, Language
from indplan_docs.profile import TemplateFolder


@dataclass(frozen=True, slots=True)
class Served:
    """What serves the documents of one id.

    Attributes:
        template: The file that is used.
        overridden: The files of the same id in the layers below it, from the nearest to the pack's.
    """

    template: Template
    overridden: tuple[Template, ...]

    @property
    def pack(self) -> Template:
        """The pack's own."""
        return self.overridden[-1] if self.overridden else self.template


def find(document: str, framework: Framework, language: Language, folders: Sequence[TemplateFolder] = ()) -> Template:
    """The template for a document: of the nearest layer that has one.

    Args:
        document: Which document.
        framework: Which plan.
        language: The language of the text.
        folders: The municipality's own folders, as its profile names them; in any order.

    Raises:
        TemplateFault: There is none.
        ConfigurationError: A folder of own templates cannot be used.
    """
    for template in pack():
        if template.document == document and framework in template.frameworks and template.language is language:
            return _nearest(template, folders)
    raise TemplateFault("no_template", document=document, framework=framework.value, language=language.value)


def served(folders: Sequence[TemplateFolder] = ()) -> list[Served]:
    """What serves each id of the catalogue, in its order.

    Raises:
        ConfigurationError: A folder of own templates cannot be used.
    """
    return [_serving(template, folders) for template in pack()]


def _nearest(of_pack: Template, folders: Sequence[TemplateFolder]) -> Template:
    """The nearest layer's file; a file that is misspelt is not passed over."""
    for folder in _nearest_first(folders):
        own = own_template(folder, of_pack.id)
        if own:
            return own
        refuse_misspelt(folder, of_pack.id)
    return of_pack


def _serving(of_pack: Template, folders: Sequence[TemplateFolder]) -> Served:
    own = (own_template(folder, of_pack.id) for folder in _nearest_first(folders))
    first, *others = [*(template for template in own if template), of_pack]
    return Served(first, tuple(others))


def _nearest_first(folders: Sequence[TemplateFolder]) -> list[TemplateFolder]:
    return sorted(folders, key=lambda folder: folder.layer.nearness, reverse=True)
