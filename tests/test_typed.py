"""What is typed on a question and on a result, read by the advisor over a real store."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.conversation import Conversation
from bot.replies import Aside, Asked, Basis, Concluded, Detail, Example, Notice, Paused, Reply, Review, Said, Topic
from bot.store.base import Owner
from bot.store.sqlite import SqliteStore
from tests.support.flow import CONTENT

ME = Owner("E1", "U1")


@dataclass
class Chat:
    """One person who types."""

    conversation: Conversation
    store: SqliteStore

    async def types(self, *texts: str) -> Reply:
        """The reply to the last of ``texts``."""
        replies = [await self.conversation.say(ME, text) for text in texts]
        assert replies[-1] is not None
        return replies[-1]

    async def answers(self) -> dict[str, tuple[str, ...]]:
        """What is stored of the consultation under way."""
        session = await self.store.load(ME, "consult")
        assert session is not None
        return dict(session.answers)


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    store = SqliteStore(":memory:")
    await store.open()
    ids = iter(map(str, range(100)))
    yield Chat(Conversation(CONTENT, store, now=lambda: 1.0, new_id=lambda: next(ids), keep_days=30), store)
    await store.close()


WISH_TWO, WISH_THREE = ("spread",), ("run",)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("さっきのは2", WISH_TWO),
        ("さっきの答えを２に変えて", WISH_TWO),
        ("前の質問は、2です", WISH_TWO),
        ("質問1は2", WISH_TWO),
        ("質問１：２", WISH_TWO),
        ("問1 2", WISH_TWO),
        ("1じゃなくて2", WISH_TWO),
        ("１ではなく３", WISH_THREE),
        ("やっぱり取組を庁内に広げ、推進の体制を整えたい", WISH_TWO),
        ("すみません、やっぱり10", ("none",)),
        ("さっきのはわからない", ("unknown",)),
    ],
)
async def test_the_answer_just_given_is_corrected(chat: Chat, typed: str, wish: tuple[str, ...]) -> None:
    reply = await chat.types("相談", "1", typed)
    assert isinstance(reply, Asked)
    assert (reply.number, reply.notice) == (2, Notice.CORRECTED)
    assert await chat.answers() == {"wish": wish}


@pytest.mark.parametrize(
    "typed",
    ["質問1を変える", "質問１を直したいです", "質問1に戻る", "質問1", "さっきの質問を変えたい"],
)
async def test_a_question_that_was_answered_is_looked_at_again(chat: Chat, typed: str) -> None:
    reply = await chat.types("相談", "1", typed)
    assert isinstance(reply, Asked)
    assert (reply.question.id, reply.selected) == ("wish", ("begin",))
    assert isinstance(reply := await chat.types("そのまま"), Asked)
    assert (reply.number, await chat.answers()) == (2, {"wish": ("begin",)})


async def test_a_second_thought_that_fits_here_answers_here_and_says_how_to_change_the_one_before(chat: Chat) -> None:
    reply = await chat.types("相談", "3", "やっぱり2")
    assert isinstance(reply, Asked)
    assert (reply.number, reply.notice) == (3, Notice.TAKEN_HERE)
    assert set(await chat.answers()) == {"wish", "first_organisation"}
    assert isinstance(reply := await chat.types("戻る", "やっぱり3"), Asked)
    assert reply.notice is None


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("1と3", 2),
        ("１、３", 2),
        ("1 3", 2),
        ("1・3", 2),
        ("①③", 2),
        ("1/2/3", 3),
        ("上から2番目", 1),
        ("2じゃなくて3", 1),
    ],
)
async def test_several_numbers_are_typed_in_any_way(chat: Chat, typed: str, count: int) -> None:
    reply = await chat.types("相談", "3", "1", typed)
    assert isinstance(reply, Asked)
    assert reply.question.id == "further_field"
    assert len((await chat.answers())["further_organisation"]) == count


async def test_all_is_taken_where_all_may_be(chat: Chat) -> None:
    assert isinstance(reply := await chat.types("相談", "3", "1", "全部"), Asked)
    assert reply.notice is Notice.TOO_MANY
    await chat.types("ほかにはない", "システムに必要な条件をまとめ、設計する")
    assert isinstance(await chat.types("全部"), Concluded)
    assert (await chat.answers())["taken"] == ("design",)


@pytest.mark.parametrize(
    ("typed", "answer"), [("どれでもない", "none"), ("わからないです", "unknown"), ("ワカラナイ", "unknown")]
)
async def test_no_answer_is_an_answer(chat: Chat, typed: str, answer: str) -> None:
    await chat.types("相談", typed)
    assert await chat.answers() == {"wish": (answer,)}


@pytest.mark.parametrize("typed", ["一つ戻って", "もとる", "モドル", "もどるる", "前の質問に戻りたい", "戻ります"])
async def test_back_is_understood_with_slips(chat: Chat, typed: str) -> None:
    reply = await chat.types("相談", "3", typed)
    assert isinstance(reply, Asked)
    assert reply.question.id == "wish"


@pytest.mark.parametrize("typed", ["続けない", "やめない"])
async def test_a_letter_that_turns_the_meaning_round_is_no_slip(chat: Chat, typed: str) -> None:
    reply = await chat.types("相談", "3", typed)
    assert isinstance(reply, Asked)
    assert (reply.number, reply.notice) == (2, Notice.NOT_A_CHOICE)


@pytest.mark.parametrize("typed", ["今は紙で受け付けている", "前は委託していた", "質問がある"])
async def test_words_that_only_begin_alike_change_nothing(chat: Chat, typed: str) -> None:
    before = await chat.types("相談", "3")
    assert isinstance(before, Asked)
    reply = await chat.types(typed)
    assert isinstance(reply, Asked)
    assert reply.ref == before.ref


async def test_thanks_are_answered_without_repeating_the_question(chat: Chat) -> None:
    assert await chat.types("相談", "ありがとうございます") == Said(Topic.THANKS, "asked")
    assert isinstance(await chat.types("ヘルプ"), Aside)
    assert await chat.types("3", "1", "結果", "ありがとう") == Said(Topic.THANKS)


async def test_a_result_is_read_and_changed_by_typing(chat: Chat) -> None:
    result = await chat.types("相談", "3", "1", "結果を見たい")
    assert isinstance(result, Concluded)
    seen = {
        "スキル": Detail,
        "資格は？": Detail,
        "経験を見たい": Detail,
        "根拠": Basis,
        "答えを変える": Review,
        "結果": Concluded,
    }
    for typed, kind in seen.items():
        assert isinstance(await chat.types(typed), kind), typed
    assert isinstance(reply := await chat.types("質問2を変える"), Asked)
    assert reply.question.id == "first_organisation"
    assert isinstance(reply := await chat.types("7"), Asked)
    assert isinstance(await chat.types("結果"), Concluded)
    assert isinstance(reply := await chat.types("残りに答える"), Asked)
    assert isinstance(await chat.types("例を見せて"), Example)
    assert isinstance(await chat.types("やめる"), Paused)
    assert isinstance(reply := await chat.types("最初から"), Asked)
    assert (reply.number, await chat.answers()) == (1, {})


async def test_the_last_answer_is_corrected_on_the_result(chat: Chat) -> None:
    result = await chat.types("相談", "3", "1", "ない", "ない")
    assert isinstance(result, Concluded)
    assert isinstance(reply := await chat.types("質問2は2"), Concluded)
    assert (reply.notice, reply.lead and reply.lead.id) == (Notice.CORRECTED, "producer")
    assert not isinstance(await chat.types("2"), Concluded | Asked)


async def test_columns_are_looked_up_where_there_is_no_result(chat: Chat) -> None:
    assert isinstance(await chat.types("根拠"), Said)
    assert isinstance(await chat.types("相談", "エンジニアのスキル"), Aside)
