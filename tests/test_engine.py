"""The compiled engine gives what docxtpl gives, from the pack's templates and from others in its dialect."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indplan_docs import Profile, check, load, render
from indplan_docs.catalogue import Template, find, pack
from indplan_docs.models import DOCUMENTS
from indplan_docs.word import compile_template
from indplan_docs.word.context import context, shape
from indplan_docs.word.filters import filters
from tests.conftest import ROOT, fixture_files, fixture_id
from tests.docx_text import all_text
from tests.reference import canonical_parts, render_with_docxtpl


def compiled(template: Template):  # type: ignore[no-untyped-def]  # noqa: ANN201
    named = filters(template.language, template.language.country)
    fields = shape(DOCUMENTS[template.document])
    return compile_template(template.path, fields=fields, filters=named, name=template.id)


@pytest.mark.parametrize("path", fixture_files("complete", "minimal", "hostile"), ids=fixture_id)
def test_the_pack_gives_what_docxtpl_gives(path: Path) -> None:
    document = load(path)
    template = find(document.document, document.framework, document.language)
    values = context(document, Profile(), check(document), draft=False)
    ours = canonical_parts(compiled(template).render(values))
    theirs = canonical_parts(render_with_docxtpl(template.read(), values, filters(document.language, document.country)))
    assert ours.keys() == theirs.keys()
    for name in theirs:
        assert ours[name] == theirs[name], name


@pytest.mark.parametrize("template", pack(), ids=lambda t: t.id)
def test_the_pack_gives_its_maintainers_nothing_to_mend(template: Template) -> None:
    made = compiled(template)
    assert made.findings == ()
    assert made.title
    assert len(made.sites) > 30
    assert {block.kind for block in made.blocks} == {"if", "for"}


def test_eight_threads_and_one_template_never_mix_two_peoples_data() -> None:
    document = load(fixture_files("minimal")[-2])
    template = find(document.document, document.framework, document.language)
    made = compiled(template)
    values = context(document, Profile(), check(document), draft=False)

    def one(number: int) -> list[int]:
        mine = copy.deepcopy(values)
        mine["person"]["name"] = f"KANARIE{number:05}X"
        printed = all_text(made.render(mine))
        return [other for other in range(400) if f"KANARIE{other:05}X" in printed]

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(one, range(400)))
    assert found == [[number] for number in range(400)]


def test_a_template_is_pickled_as_its_source() -> None:
    document = load(fixture_files("minimal")[-2])
    values = context(document, Profile(), check(document), draft=False)
    made = compiled(find(document.document, document.framework, document.language))
    assert pickle.loads(pickle.dumps(made)).render(values) == made.render(values)  # noqa: S301 - our own, just made


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_bytes_are_the_same_in_every_process_hash_seed_and_time_zone(seed: str, zone: str) -> None:
    script = (
        "from indplan_docs import load, render;print(render(load('fixtures/complete/plan-ip-nn-youth-16.json')).sha256)"
    )
    environment = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == render(load(ROOT / "fixtures/complete/plan-ip-nn-youth-16.json")).sha256


def test_rendering_from_a_compiled_template_does_without_docxtpl() -> None:
    """Compiling asks docxtpl what the tags mean; after that nothing of it is needed."""
    code = (
        "import sys, pathlib\n"
        "from indplan_docs import Profile, check, load\n"
        "from indplan_docs.catalogue import find\n"
        "from indplan_docs.word import compile_template\n"
        "from indplan_docs.word.context import context\n"
        "from indplan_docs.word.filters import filters\n"
        "d = load('fixtures/minimal/plan-lss-sv.json')\n"
        "t = find(d.document, d.framework, d.language)\n"
        "made = compile_template(t.path, filters=filters(d.language, d.country))\n"
        "values = context(d, Profile(), check(d), draft=False)\n"
        "for name in [n for n in sys.modules if n.split('.')[0] in ('docxtpl', 'docx')]: del sys.modules[name]\n"
        "sys.meta_path.insert(0, type('No', (), {'find_spec': staticmethod(lambda n, *a: "
        "(_ for _ in ()).throw(ImportError(n)) if n.split('.')[0] in ('docxtpl', 'docx') else None)})())\n"
        "made.render(values)\n"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('docxtpl', 'docx')))\n"
    )
    environment = {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "[]"
