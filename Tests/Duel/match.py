"""Puts all questions to everybody and judges the answers."""

from collections import Counter

import laws
from compare import differences
from reply import ask, follow
from rules import Duel, Rules


class Round:
    """Every question with the replies of reference, subject and stores.

    `is_twin` says that the subject lacks the forms that the reference lacks.
    """

    def __init__(self, world, questions, subject, stores=None, is_twin=False):
        self.world, self.questions = world, questions
        self.stores = [store.client for store in (stores or world.stores)]
        self.reference, self.subject, self.answers = {}, {}, {}
        for group in questions.values():
            for question in group:
                asked = question.instead or question
                self.reference[question] = follow(
                    world.reference.client, asked, self.reference)
                self.subject[question] = follow(
                    subject, asked if is_twin else question, self.subject)
                asked = question.at_stores or question
                self.answers[question] = [ask(store, asked) for store in self.stores]

    def coverage(self):
        """(questions, with hits in some store, with hits in several) per class."""
        table = {}
        for name, group in self.questions.items():
            counts = [sum(reply.hits for reply in self.answers[q]) for q in group]
            table[name] = (len(group), sum(c > 0 for c in counts), sum(c > 1 for c in counts))
        return table


class Verdict:
    """The differences of one round."""

    def __init__(self, round, copies, ascending=True, subject=None, only=None):
        self.rules = Rules(round.world.number, round.world.mixed)
        self.failures = []  # (question, reasons, reference reply, subject reply)
        self.passed, self.failed = Counter(), Counter()
        replies = subject or round.subject
        for name, group in round.questions.items():
            for question in group:
                if only and question not in only:
                    continue
                reasons = self._judge(round, replies, question, copies, ascending)
                (self.failed if reasons else self.passed)[name] += 1
                if reasons:
                    self.failures.append(
                        (question, reasons, round.reference[question], replies[question]))

    def _judge(self, round, replies, question, copies, ascending):
        full = None
        if question.slice:
            whole = question.slice.full
            full = round.reference[whole], replies[whole]
        duel = Duel(question, round.reference[question], replies[question],
                    round.answers[question], copies, round.world, full)
        reasons = laws.broken(question, replies[question], full and full[1], ascending)
        self.rules.apply(duel)
        if question.shape == "pattern":
            duel.subject.body, duel.subject.form = duel.reference.body, duel.reference.form
        return reasons + differences(duel.reference, duel.subject)
