"""What a reader goes by beside what is kept of its source: the catalogue, the configuration."""

import json
from collections.abc import Mapping
from dataclasses import replace

from bot.catalogue import Catalogue
from storage.sources import Source, SourceKind


def equip(
    source: Source,
    *,
    catalogue: Catalogue,
    settings: Mapping[SourceKind, Mapping[str, str]],
) -> Source:
    """The source with the settings of its kind, and what is known of companies.

    What the source itself has set goes before.
    """
    known = dict(settings.get(source.kind, {}))
    company = catalogue.companies.get(source.company or "")
    if company and source.kind == SourceKind.DOMAIN:
        known |= {"own": " ".join(company.domains), "names": "|".join(company.names)}
    if source.kind == SourceKind.REGISTER:
        names = {id_: list(each.names) for id_, each in catalogue.companies.items()}
        known["companies"] = json.dumps(names, ensure_ascii=False)
    return replace(source, settings={**known, **source.settings}) if known else source
