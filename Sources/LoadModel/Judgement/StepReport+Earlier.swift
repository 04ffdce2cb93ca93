extension StepReport {
    /// The state with what earlier steps at the same load have seen of promises of which this one
    /// saw too little.
    func state(with earlier: [StepReport]) -> State {
        guard state == .inconclusive else { return state }
        let states = clauses.map { clause in
            clause.state(with: earlier.compactMap { $0.clause(clause.text) })
        }
        if states.contains(.missed) { return .fail }
        return states.contains(.undecided) || states.isEmpty ? .inconclusive : .pass
    }

    private func clause(_ text: String) -> ClauseReport? { clauses.first { $0.text == text } }
}

extension ClauseReport {
    fileprivate func state(with earlier: [ClauseReport]) -> State {
        guard state == .undecided, !earlier.isEmpty else { return state }
        guard var test else {
            let all = earlier + [self]
            let bad = all.reduce(0.0) { $0 + ($1.badShare * Double($1.scheduled)).rounded() }
            let total = all.reduce(0) { $0 + $1.scheduled }
            return StepJudge.shares(text, operation, Int(bad), total, allowedShare).state
        }
        for clause in earlier { clause.test.map { test.add($0) } }
        return StepJudge.state(test.finalDecision)
    }
}
