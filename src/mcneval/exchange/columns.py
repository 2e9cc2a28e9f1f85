from pathlib import Path


def mapping_path(file):
    return Path("x")


def propose_mapping(file, folder):
    return ""


def read_mapping(file, folder):
    return None
