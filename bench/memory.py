"""How much memory a process holds that answers from an index file; run as a process of its own."""
from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench import engines, made_up, start

ASKED = 30


def resident() -> int:
    """Megabytes of this process that lie in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 // 2**20


def main() -> None:
    """Print what is held before and after some searches."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--models", default="none")
    chosen = parser.parse_args()
    start.django()
    from search.vectors import Vectors
    from search.vectors.space import Space
    from search.vectors.store import MemoryStore

    before = resident()
    vectors = Vectors(Space(engines.models(chosen.models)), MemoryStore())
    vectors.question("a question", ("en",))
    models = resident()
    with engines.embedded(chosen.index, vectors) as engine:
        for request in made_up.questions(ASKED, made_up.sentences()):
            engine.search(request)
        print(json.dumps({"framework_mb": before, "models_mb": models - before, "answering_mb": resident()}))


if __name__ == "__main__":
    main()
