"""Names of persons in Chinese: a family name with a form of address, after words for being called, with an age."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from practices.guard.lexicon import lexicon

_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆"
    "郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚樊兰殷施陶洪翟颜倪严牛芦季俞章鲁葛韦向岳齐欧阳"
)
_HAN = "\u4e00-\u9fff"
_NOT_GIVEN = "的了在和与是被有为将把向对从到说要会能请一不我们他她它这那及或等也都就人里中上下区市路街校"
_GIVEN = rf"[{_HAN}](?<![{_NOT_GIVEN}])(?:[{_HAN}](?<![{_NOT_GIVEN}]))?"
_AGE = r"[,(]\s?\d{1,2}岁"


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a sentence."""
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if not _is_place(text, match.end(1)):
                yield match.span(1)


def _is_place(text: str, end: int) -> bool:
    """Whether a street, a school or a foundation bears the name."""
    return text.startswith(tuple(lexicon("zh").lists["tails"]), end)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    titles, kin, called, given = (
        "|".join(sorted(map(re.escape, lexicon("zh").lists[section]), key=len, reverse=True))
        for section in ("titles", "kin", "called", "given"))
    called = called.replace("|叫|", "|(?<![呼尖喊])叫|")
    return (
        re.compile(rf"([{_FAMILY}](?:{_GIVEN})?(?:{titles}))(?!们)"),
        re.compile(rf"([{_FAMILY}](?:某某?|[xX×*]{{1,2}}))"),
        re.compile(rf"(?:{called})[“\"《:是]?((?:[{_FAMILY}]{_GIVEN})|(?:{given})|[小老阿][{_FAMILY}])(?![{_HAN}]?的?(?:项目|计划|活动))"),
        re.compile(rf"(?:{kin})[:]?([{_FAMILY}]{_GIVEN}|(?:{given}))"),
        re.compile(rf"((?:[{_FAMILY}]{_GIVEN}|[{_FAMILY}]某|[小老阿][{_HAN}]|{given}))(?={_AGE})"),
        re.compile(rf"((?:{given})(?:·[{_HAN}]{{1,6}})?)(?=的(?:母亲|父亲|妈妈|爸爸|哥哥|弟弟|姐姐|妹妹|家|儿子|女儿)|说|告诉|表示|[,(]\d)"),
        re.compile(rf"([{_HAN}]{{1,5}}·[{_HAN}]{{1,6}})"),
        re.compile(rf"((?<![{_HAN}])[小老阿][{_FAMILY}])(?=说|告诉|的|,|是|在|被|今年|来|去|从|曾|也|对)"),
        re.compile(rf"([{_FAMILY}]{_GIVEN})(?=(?:说道|表示|告诉|回忆说|对记者))"),
    )
