"""A bare FastAPI route that returns a constant body, to compare with."""

import os
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
_TEXT = "x" * int(os.environ.get("BARE_BYTES", "900"))


class Question(BaseModel):
    """What is asked."""

    question: str


@app.post("/api/v1/ask")
async def ask(asked: Question) -> dict[str, Any]:
    return {"answer": _TEXT}


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}
