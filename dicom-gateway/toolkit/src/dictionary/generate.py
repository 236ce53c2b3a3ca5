#!/usr/bin/env python3
"""Writes the data dictionary resource from tables of PS3.6 and PS3.7 (see README.md)."""
import importlib.util
import pathlib
import sys


def load(path):
    spec = importlib.util.spec_from_file_location(pathlib.Path(path).stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(elements_path, uids_path, edition):
    elements = load(elements_path)
    uids = load(uids_path)
    out = pathlib.Path(__file__).parent.parent / "main/resources/org/huizhen/dicom/dataset/dictionary.tsv"
    rows = [f"# edition\t{edition}", "# element: tag (x: any digit), VRs, VM, keyword, name, R if retired; uid: UID, type, keyword, name, R if retired"]
    table = {f"{tag:08X}": entry for tag, entry in elements.DicomDictionary.items()}
    table.update({tag.upper().replace("X", "x"): entry for tag, entry in elements.RepeatersDictionary.items()})
    for tag in sorted(table, key=lambda t: t.replace("x", "0")):
        vr, vm, name, retired, keyword = table[tag]
        if not keyword or vr == "NONE":
            continue
        rows.append("\t".join([tag, vr.replace(" or ", ","), vm, keyword, name, "R" if retired else ""]).rstrip("\t"))
    for uid, (name, kind, _, retired, keyword) in uids.UID_dictionary.items():
        rows.append("\t".join([uid, kind, keyword, name.replace(" (Retired)", ""), "R" if retired else ""]).rstrip("\t"))
    out.write_text("\n".join(rows) + "\n", encoding="utf-8")


main(*sys.argv[1:4])
