package import LoadModel

/// A report in a few lines, for a pull request: verdict, promises, what was wrong.
package enum MarkdownSummary {
    /// Most rows of a table, and most lines of a list. Our choice.
    private static let most = 20

    package static func text(of report: RunReport) -> String {
        let verdict = report.verdict
        var text =
            "## \(mark(verdict.state)) \(verdict.state.word): \(line(report.identity.name))\n\n"
        text += "**\(line(verdict.sentence))**\n\n"
        if let label = report.identity.label { text += "> \(line(label))\n\n" }
        text += list(verdict.reasons)
        if let capacity = report.capacity { text += self.capacity(capacity) }
        for index in report.shownSteps { text += promises(report.steps[index]) }
        text += list(unmet(report))
        text += "Begun \(line(report.identity.begun)), seed \(report.identity.seed), "
        return text + "\(report.steps.count) step\(report.steps.count == 1 ? "" : "s").\n"
    }

    private static func capacity(_ capacity: CapacityReport) -> String {
        var lines: [String] = []
        if !capacity.inWords.isEmpty { lines.append("Capacity: \(capacity.inWords)") }
        if let headroom = capacity.headroom {
            lines.append("Headroom: \(Figure.short(headroom)) times the stated demand")
        }
        if let clause = capacity.bindingClause { lines.append("First promise to fail: \(clause)") }
        if let recovery = capacity.recovery { lines.append(recovery) }
        lines.append("First part to saturate: \(capacity.bottleneck ?? "not identified")")
        lines += capacity.sizes.prefix(most).map { size in
            "At \(Figure.grouped(size.studies)) studies: \(size.found.text)"
        }
        lines += capacity.mixes.prefix(most).map { mix in
            "With uploads at \(Figure.factor(mix.uploads)): \(mix.found.text)"
        }
        return list(lines)
    }

    private static func promises(_ step: StepReport) -> String {
        var text = "### \(line(step.label)): \(Figure.factor(step.factor)) of the stated load, "
        text += "\(Figure.rate(step.offeredRate)) offered, "
        text += "\(Figure.rate(step.achievedRate)) answered well\n\n"
        guard !step.isVoid else { return text + "Void: \(line(step.voidReason)).\n\n" }
        guard !step.clauses.isEmpty else { return text }
        text += "| Promise | Measured | Result |\n|---|---|---|\n"
        for clause in step.clauses.prefix(most) {
            text += "| \(line(clause.text)) | \(line(clause.measured)) "
            text += "| \(mark(clause.state)) \(clause.state.rawValue) |\n"
        }
        return text + rest(step.clauses.count, "promises") + "\n"
    }

    private static func unmet(_ report: RunReport) -> [String] {
        var lines: [String] = []
        for (index, step) in report.steps.enumerated() {
            for check in step.checks where !check.isMet {
                lines.append("Void, step \(index + 1): \(check.inWords)")
            }
        }
        return lines
    }

    private static func list(_ lines: [String]) -> String {
        guard !lines.isEmpty else { return "" }
        let text = lines.prefix(most).map { "- \(line($0))\n" }.joined()
        return text + rest(lines.count, "lines") + "\n"
    }

    private static func rest(_ count: Int, _ noun: String) -> String {
        count > most ? "\n\(count - most) more \(noun) are in the report.\n" : ""
    }

    private static func line(_ text: String) -> String {
        EscapedText.markdown(EscapedText.cut(text, to: 300))
    }

    private static func mark(_ state: RunVerdict.State) -> String {
        switch state {
        case .met: "✅"
        case .missed: "❌"
        case .void, .inconclusive, .unusable: "⚠️"
        }
    }

    private static func mark(_ state: ClauseReport.State) -> String {
        switch state {
        case .met: "✅"
        case .missed: "❌"
        case .undecided: "❔"
        }
    }
}
