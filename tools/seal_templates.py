"""Write into the catalogue the SHA-256 of each template's file, once the tests have passed with it.

    python tools/seal_templates.py

A file with another checksum than the catalogue's is taken for somebody's own: proved each time that it is used.
"""

from __future__ import annotations

import re

from indplan_docs.catalogue import CATALOGUE, pack

first, *_ = pack()
file = first.path.parent.parent / CATALOGUE
text = file.read_text(encoding="utf-8")
for template in pack():
    entry = re.compile(rf'(\[\[template\]\]\nid = "{template.id}"\n(?:(?!sha256)\w+ = .*\n)*)(?:sha256 = .*\n)?')
    sealed = entry.sub(rf'\g<1>sha256 = "{template.sha256()}"\n', text)
    if sealed != text:
        print(f"{template.id}: version {template.version}")
    text = sealed
file.write_text(text, encoding="utf-8")
