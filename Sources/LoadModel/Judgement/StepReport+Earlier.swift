extension StepReport {
    /// The promises of which this step saw too little judged with what those of `steps` saw that
    /// had the same purpose and load.
    ///
    /// What looks bad in this step alone stays undecided: it must look well itself.
    func judged(with steps: [StepReport]) -> StepReport {
        let earlier = steps.filter(isAlike)
        guard state == .inconclusive, !earlier.isEmpty else { return self }
        var report = self
        report.clauses = clauses.map { clause in
            clause.judged(with: earlier.compactMap { $0.clause(clause.text) })
        }
        let states = report.clauses.map(\.state)
        if states.contains(.missed) {
            report.state = .fail
        } else if !states.contains(.undecided), !leansToMissed {
            report.state = .pass
        }
        return report
    }

    /// Whether `other` may speak for this step. A failed one has had its say, a void one has none.
    private func isAlike(_ other: StepReport) -> Bool {
        other.label == label && other.factor == factor
            && [.pass, .inconclusive].contains(other.state)
    }

    private func clause(_ text: String) -> ClauseReport? { clauses.first { $0.text == text } }
}

extension ClauseReport {
    fileprivate func judged(with earlier: [ClauseReport]) -> ClauseReport {
        guard state == .undecided else { return self }
        let all = earlier + [self]
        let bad = all.reduce(0.0) { $0 + ($1.badShare * Double($1.scheduled)).rounded() }
        let total = all.reduce(0) { $0 + $1.scheduled }
        guard var test else {
            return StepJudge.shares(text, operation, Int(bad), total, allowedShare)
        }
        for clause in earlier { clause.test.map { test.add($0) } }
        var report = self
        report.badShare = total > 0 ? bad / Double(total) : 0
        report.scheduled = total
        report.state = StepJudge.state(test.decision)
        return report
    }
}
