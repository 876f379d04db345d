"""Frozen values and two Protocols: everything that is handed from one layer to another. Standard library only.

Glossary (one word per thing; a new synonym is a mistake):

backend      talks to a model: `complete(prompt)` gives completions (`core.ports.Backend`)
prompt       what is sent to a model; *completion*: one answer of it (`core.chat`)
task         what a learner asked for: text, language, examples, function name (`core.lesson.Task`)
test case    one call, expression or standard input, with what is expected of it (`core.problem.TestCase`)
contract     how a program is judged: test cases, checker, limits (`core.problem.Contract`)
judge        runs foreign code in a sandbox and reports what happened (`core.ports.Judge`)
verdict      AC WA RTE TLE MLE OLE CE IE, the online judges' codes (`core.verdict.Verdict`)
observation  what a run was seen to do: a value, an exception, an output (`core.verdict.Observation`)
draft        what a model said, before anything was checked (`core.draft`)
attempt      one draft with the judge's report on it (`core.lesson.Attempt`)
answer       what a student wrote for an exercise; *exercise attempt*: what it came to (`core.attempt`)
policy       what help a notebook allows (`core.policy`)
witness      an independent source of truth an answer was held against (`core.lesson.Witness`)
evidence     what the judge saw, shown beside a step (`core.lesson.Evidence`)
lesson       a result whose status says what was verified (`core.lesson.Lesson`)
trace        the lines a run went through and the values it had there (`core.trace`)
isolation    the layers of the sandbox that were in force (`core.verdict.Isolation`)
"""
