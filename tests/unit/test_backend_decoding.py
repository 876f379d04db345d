"""The decoding loop for torch models, on a tiny model with random weights and one letter for each token."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from kernel_magic.core.chat import SamplingParams  # noqa: E402
from kernel_magic.engine.decoding import Decoder, Sample, choose  # noqa: E402
from kernel_magic.engine.sampling import MIN_P  # noqa: E402
from kernel_magic.engine.stopping import StopScanner  # noqa: E402

VOCABULARY = 50
PROMPT = [3, 7, 11, 5]


def letters(tokens):
    return "".join(chr(ord("A") + t) for t in tokens)


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(3)
    config = transformers.Qwen2Config(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, initializer_range=0.6, tie_word_embeddings=False,
    )  # fmt: skip
    return transformers.Qwen2ForCausalLM(config).eval()


def run(model, n=1, *, ends=(), prompt=PROMPT, stopped=lambda: False, **wanted):
    heard: list[str] = []
    samples: list[Sample] = []
    decoder = Decoder(model=model, decode=letters, end_tokens=frozenset(ends))
    wanted = {"temperature": 1.0, "max_tokens": 20} | wanted
    decoder.run(prompt, SamplingParams(**wanted), n, emit=heard.append, stopped=stopped, into=samples)
    assert "".join(heard) == "".join(samples[0].texts)
    return samples


def test_greedy_is_what_the_library_generates(model):
    ours = run(model, temperature=0)[0].tokens
    ids = torch.tensor([PROMPT])
    theirs = model.generate(ids, do_sample=False, max_new_tokens=20, attention_mask=torch.ones_like(ids))
    assert ours == theirs[0, len(PROMPT) :].tolist()


def test_a_long_prompt_read_in_parts_gives_the_same(model, monkeypatch):
    prompt = [i * 7 % VOCABULARY for i in range(30)]
    whole = run(model, temperature=0, prompt=prompt)[0].tokens
    monkeypatch.setattr("kernel_magic.engine.decoding.PROMPT_PART", 8)
    assert run(model, temperature=0, prompt=prompt)[0].tokens == whole


def test_sample_i_is_that_of_seed_plus_i_also_where_others_end_early(model):
    together = run(model, 4, ends=(1, 2, 3, 4, 5, 6), seed=20)
    alone = [run(model, ends=(1, 2, 3, 4, 5, 6), seed=20 + i)[0] for i in range(4)]
    assert [s.tokens for s in together] == [s.tokens for s in alone]
    assert len({len(s.tokens) for s in together}) > 1


def test_the_random_state_of_the_process_stays_as_it_was(model):
    torch.manual_seed(99)
    before = torch.get_rng_state()
    run(model, 2)
    assert torch.equal(before, torch.get_rng_state())


def test_a_stop_string_across_tokens_ends_before_it(model):
    text = "".join(run(model, seed=4)[0].texts)
    sample = run(model, seed=4, stop=(text[5:8],))[0]
    assert sample.finish == "stop"
    assert "".join(sample.texts) == text[: text.index(text[5:8])]


def test_an_end_token_is_no_text_and_max_tokens_is_length(model):
    full = run(model, seed=4)[0]
    assert (full.finish, len(full.tokens)) == ("length", 20)
    ended = run(model, seed=4, ends=(full.tokens[6],))[0]
    assert ended.finish == "stop"
    assert ended.tokens == full.tokens[: full.tokens.index(full.tokens[6])]


def test_stopped_samples_are_cancelled_and_keep_what_they_have(model):
    looks = iter([False] * 4 + [True] * 9)
    samples = run(model, 2, stopped=lambda: next(looks))
    assert [s.finish for s in samples] == ["cancelled", "cancelled"]
    assert [len(s.tokens) for s in samples] == [3, 3]
    assert [s.tokens for s in run(model, 2, stopped=lambda: True)] == [[], []]


def test_a_character_of_several_tokens_waits_until_it_is_whole():
    data = "né😀!".encode()
    sample = Sample(scanner=StopScanner(()), generator=None)
    shown = [sample.push(byte, lambda t: bytes(t).decode(errors="replace")) for byte in data]
    assert [s for s in shown if s] == ["n", "é", "😀", "!"]
    cut = Sample(scanner=StopScanner(()), generator=None)
    for byte in data[:5]:
        cut.push(byte, lambda t: bytes(t).decode(errors="replace"))
    cut.end(lambda t: bytes(t).decode(errors="replace"))
    assert "".join(cut.texts) == "né\N{REPLACEMENT CHARACTER}"


def test_tokens_are_drawn_within_top_p_and_above_the_floor():
    likely = torch.tensor([[0.5, 0.3, 0.15, 0.049, 0.001]])
    generators = [torch.Generator().manual_seed(0)]

    def drawn(**wanted):
        return {choose(likely.log(), SamplingParams(**wanted), generators)[0] for _ in range(400)}

    assert drawn(temperature=0) == {0}
    assert drawn(temperature=1.0) == {0, 1, 2, 3}
    assert 0.001 < MIN_P * 0.5 < 0.049
    assert drawn(temperature=1.0, top_p=0.6) == {0, 1}
    assert drawn(temperature=1.0, top_p=0.0001) == {0}
